/**
 * JSON at the edge, in both directions, mapped by hand: {@code Fields} reads an object and collects
 * everything that is wrong with it, {@code JsonOutput} writes one. Durations are text such as
 * {@code 1h30m}, instants are RFC 3339 in UTC. Uses Jackson's tree and its generator, no data
 * binding. Not thread-safe; each request has its own.
 */
package ru.perfscale.adapters.http.json;
