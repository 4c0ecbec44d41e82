/**
 * The server's HTTP side. {@code HttpServer} puts the features' routes behind authentication,
 * limits and one form of error; each feature has a package with its routes and its JSON. May use
 * the application, the domain, Javalin and Jackson.
 *
 * <p>Threads: Jetty's acceptors and selectors run on a few platform threads, each request on a
 * virtual one. Measured against a sized pool that costs a part of the peak throughput with a
 * database behind it, and keeps the 99th percentile three to five times lower; and a client that
 * reads a long list slowly, or sends a body slowly, holds nothing that anybody else needs. How many
 * requests reach the database at once is bounded by its connection pool, how many there are by the
 * connections.
 */
package ru.perfscale.adapters.http;
