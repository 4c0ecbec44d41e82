/** Machines over HTTP: routes and their JSON. Start at {@code MachineRoutes}. */
package ru.perfscale.adapters.http.machine;
