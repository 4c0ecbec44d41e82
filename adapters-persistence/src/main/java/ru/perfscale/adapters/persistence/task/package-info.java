/**
 * Tasks, their assignments and what was measured, as rows. {@code assignment} is the truth about a
 * share, for good; {@code claim} repeats what dispatching asks of those that are not over, and is
 * written wherever the assignment is.
 */
package ru.perfscale.adapters.persistence.task;
