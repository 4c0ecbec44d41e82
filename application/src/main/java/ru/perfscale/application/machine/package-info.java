/**
 * Registering machines and letting agents serve them. Start at {@code RegisterMachine} and {@code
 * EnrolAgent}.
 */
package ru.perfscale.application.machine;
