/**
 * The program: commands, settings, wiring and embedded defaults. The only place where all modules
 * meet. Start at {@code Main}, then {@code command.PerfscaleCommand}.
 */
package ru.perfscale.bootstrap;
