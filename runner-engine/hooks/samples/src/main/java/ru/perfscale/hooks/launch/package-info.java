/**
 * What the launchers of JVM tools have in common: start at {@link
 * ru.perfscale.hooks.launch.ToolMain}. Packed into the jar of each of them, beside {@code
 * hooks.samples}.
 *
 * <p>It may use {@code hooks.samples} and the JDK, nothing else.
 *
 * <p>Threads: a daemon reads standard input for the stop, another one flushes samples ten times a
 * second; the main thread runs the load.
 */
package ru.perfscale.hooks.launch;
