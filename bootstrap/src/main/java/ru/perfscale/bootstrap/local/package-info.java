/**
 * A load test on this machine without any server: the engine, what is shown while it runs, and the
 * files of its result. Start at {@code LocalRun}.
 *
 * <p>The engine tells {@code Progress} each second on a thread of its own; a view draws from there
 * at its own pace. May use runner-engine, {@code terminal} and {@code results}.
 */
package ru.perfscale.bootstrap.local;
