/**
 * What a run came to, in the figures that people read: counts, rates and percentiles over all
 * requests and by label. Start at {@link ru.perfscale.runner.engine.summary.Summary}. The rules are
 * those of {@code docs/measurement.md}. Immutable types, safe for use by several threads.
 */
package ru.perfscale.runner.engine.summary;
