/**
 * A whole control plane for measurements that ask its public API: two servers on one real
 * PostgreSQL, the development identity provider, this machine's agent. Start at {@code Servers}.
 */
package ru.perfscale.benchmarks.servers;
