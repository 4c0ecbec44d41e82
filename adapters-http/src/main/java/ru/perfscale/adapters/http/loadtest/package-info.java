/** Load tests over HTTP: routes and their JSON. Start at {@code LoadTestRoutes}. */
package ru.perfscale.adapters.http.loadtest;
