/**
 * How long does a cancel take until the load is over? {@code benchmarks/run cancel} submits and
 * cancels one task after another through the public API, of a control plane with two servers on one
 * real PostgreSQL: at the server at which the machine's agent waits, and at the other one.
 */
package ru.perfscale.benchmarks.cancel;
