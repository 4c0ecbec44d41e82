/**
 * How fast results become histograms: {@code benchmarks/run ingest}. Each format is read from
 * memory into the same collector that a run has, second by second and label by label, beside the
 * plain sum of the same bytes and beside CSV libraries that feed HdrHistogram. Figures are per
 * core: bytes divided by the processor time of the one thread that reads.
 */
package ru.perfscale.benchmarks.ingest;
