/**
 * Runs a load test with its real tool as a child process, streams every sample into histograms and
 * stops it for certain. Start at {@link ru.perfscale.runner.engine.LoadEngine}; everything a caller
 * meets is in this package, in {@code summary} and {@code criteria} (what a run came to, and
 * whether that is good enough), in {@code tool} (finding and adding tools) and in {@code latency}
 * (merging and asking histograms). Packages named {@code internal} may change at any time.
 *
 * <p>Needs Linux with bash, util-linux and coreutils. All types are safe for use by several threads
 * unless they say otherwise.
 */
package ru.perfscale.runner.engine;
