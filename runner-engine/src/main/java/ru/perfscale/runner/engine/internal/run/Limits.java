package ru.perfscale.runner.engine.internal.run;

import java.time.Duration;

/**
 * Bounds of every run of an engine.
 *
 * @param supervisorDeadline for a sign of life of this JVM
 * @param diskBytes for the files of one run
 */
public record Limits(Duration supervisorDeadline, long diskBytes) {}
