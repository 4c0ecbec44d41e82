/**
 * Exact figures of results that load tools have written to files: start at {@link
 * ru.perfscale.runner.engine.results.ResultFiles}. A file is read once from front to back (twice
 * for a window that counts from the first sample), in constant memory, by the calling thread, with
 * the same readers and histograms as a run.
 */
package ru.perfscale.runner.engine.results;
