/** Machines and the agents that serve them, as rows. Their status is computed while reading. */
package ru.perfscale.adapters.persistence.machine;
