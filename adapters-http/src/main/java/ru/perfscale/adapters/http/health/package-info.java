/**
 * Whether this server lives and whether it can do its work, for whoever watches it; without a
 * token. Start at {@code HealthRoutes}. The parts that must be ready are given by the caller.
 */
package ru.perfscale.adapters.http.health;
