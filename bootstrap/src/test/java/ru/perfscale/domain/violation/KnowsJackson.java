package ru.perfscale.domain.violation;

/** Breaks a rule on purpose. */
record KnowsJackson(com.fasterxml.jackson.databind.JsonNode json) {}
