/**
 * Registered load generators: what a user says of them and what can be used now. Start at {@code
 * Machine}. Immutable.
 */
package ru.perfscale.domain.machine;
