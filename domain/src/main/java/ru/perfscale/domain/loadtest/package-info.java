/**
 * Stored load tests: tool, script, load. Never called a test in code, to keep it apart from the
 * tests of this code. Start at {@code LoadTest}. Immutable.
 */
package ru.perfscale.domain.loadtest;
