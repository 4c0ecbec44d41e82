package ru.perfscale.runner.engine.violation;

/** Breaks a rule on purpose. */
record KnowsDomain(ru.perfscale.domain.task.TaskId id) {}
