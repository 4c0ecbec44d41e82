/**
 * Latency histograms and what may be asked of them: recording, adding encoded ones, percentiles.
 * Start at {@link ru.perfscale.runner.engine.latency.LatencyHistogram}. Depends on the JDK alone;
 * instances are confined to one thread.
 */
package ru.perfscale.runner.engine.latency;
