/**
 * Pass/fail rules on what a run came to, such as {@code p95 < 500ms}. Start at {@link
 * ru.perfscale.runner.engine.criteria.Criterion#parse}. Rules that a script has in its tool's own
 * language are {@link ru.perfscale.runner.engine.criteria.ToolCriterion}s. Immutable types, safe
 * for use by several threads.
 */
package ru.perfscale.runner.engine.criteria;
