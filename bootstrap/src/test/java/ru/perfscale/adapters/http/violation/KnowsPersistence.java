package ru.perfscale.adapters.http.violation;

/** Breaks a rule on purpose. */
record KnowsPersistence(ru.perfscale.adapters.persistence.Database database) {}
