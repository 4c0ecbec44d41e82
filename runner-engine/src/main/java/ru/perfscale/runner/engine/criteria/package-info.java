/**
 * Pass/fail rules on what a run came to, such as {@code p95 < 500ms}. Start at {@link
 * ru.perfscale.runner.engine.criteria.Criterion#parse}. Immutable types, safe for use by several
 * threads.
 */
package ru.perfscale.runner.engine.criteria;
