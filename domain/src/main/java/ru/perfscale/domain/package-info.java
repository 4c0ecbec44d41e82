/**
 * The vocabulary of perfscale: what a machine, a load test, a task and a principal are and which
 * changes are legal. Start at {@code task.Task}. Uses the JDK only; everything is an immutable
 * value and safe to share between threads.
 */
package ru.perfscale.domain;
