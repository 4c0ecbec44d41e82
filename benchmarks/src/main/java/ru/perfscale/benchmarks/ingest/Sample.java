package ru.perfscale.benchmarks.ingest;

/**
 * One request of the load that all formats tell of.
 *
 * @param endNanos since the epoch
 */
record Sample(int label, long endNanos, long durationNanos, boolean ok) {}
