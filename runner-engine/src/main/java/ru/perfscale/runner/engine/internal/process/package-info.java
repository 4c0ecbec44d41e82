/**
 * The processes of a run: its directory and pipes ({@code RunDirectory}, {@code Pipe}), what holds
 * them together ({@code Isolation}), the supervisor that outlives this JVM ({@code Supervisor} and
 * the bash scripts beside it), and the search that proves that nothing is left ({@code
 * ProcessSearch}).
 */
package ru.perfscale.runner.engine.internal.process;
