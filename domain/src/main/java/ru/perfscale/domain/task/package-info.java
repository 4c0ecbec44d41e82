/**
 * Executions of load tests: the task and its assignments with their state machines, what is
 * measured (frames, series, tallies, figures) and how it is judged. Start at {@code Task}, then
 * {@code Assignment} and {@code Verdict}. Immutable; no clock is read here.
 */
package ru.perfscale.domain.task;
