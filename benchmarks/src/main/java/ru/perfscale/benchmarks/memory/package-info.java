/**
 * Whether memory stays flat: {@code benchmarks/run memory} replays 100 million samples of 200
 * labels through the reader and the collector of a run and looks at the heap after collections.
 */
package ru.perfscale.benchmarks.memory;
