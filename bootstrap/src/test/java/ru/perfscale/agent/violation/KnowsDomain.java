package ru.perfscale.agent.violation;

/** Breaks rules on purpose. */
record KnowsDomain(
    ru.perfscale.domain.task.TaskId id,
    org.HdrHistogram.Histogram histogram,
    ru.perfscale.bootstrap.settings.Settings settings) {}
