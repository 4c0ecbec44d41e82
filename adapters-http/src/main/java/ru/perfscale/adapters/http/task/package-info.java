/** Tasks over HTTP: routes and their JSON. Start at {@code TaskRoutes}. */
package ru.perfscale.adapters.http.task;
