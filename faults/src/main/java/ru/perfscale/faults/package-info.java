/**
 * Faults put on real processes: a real PostgreSQL, servers and agents of the one jar, connected
 * through proxies that cut, delay, repeat and lose. What must hold is compared with what the load
 * itself wrote down. Start at {@code Main}; each fault is one class of the package {@code fault},
 * named after what must hold. {@code docs/faults.md} says what the table means.
 */
package ru.perfscale.faults;
