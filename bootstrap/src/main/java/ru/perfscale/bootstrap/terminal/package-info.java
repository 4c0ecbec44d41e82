/**
 * What the commands know of the terminal they talk to: how wide it is, whether it has colours,
 * lines that are redrawn in place, and the signals it sends. Start at {@code Terminal}.
 *
 * <p>Uses the JDK alone. A {@code Terminal} is written to by one thread at a time.
 */
package ru.perfscale.bootstrap.terminal;
