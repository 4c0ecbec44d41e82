/** The command line: one class per command. Start at {@code Main}. */
package ru.perfscale.bootstrap.command;
