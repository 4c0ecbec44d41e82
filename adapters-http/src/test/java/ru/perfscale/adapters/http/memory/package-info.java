/**
 * The application's ports, kept in memory, for tests that are about HTTP. Every call asks {@code
 * Faults} first, so that a test can make any of them break.
 */
package ru.perfscale.adapters.http.memory;
