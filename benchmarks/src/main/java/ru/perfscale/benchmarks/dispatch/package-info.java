/**
 * How long it takes from a submit until the load's process has started, and how many assignments a
 * second can be offered and accepted, beside a bare queue on the same PostgreSQL. Start at {@code
 * Main}.
 */
package ru.perfscale.benchmarks.dispatch;
