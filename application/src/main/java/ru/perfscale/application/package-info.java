/**
 * The use cases of perfscale and the outbound ports they need. A use case is a final class with a
 * verb-noun name: that class is the inbound port. Only outbound ports are interfaces; adapters
 * implement them. Use cases are stateless unless they say otherwise, safe for many threads, and
 * check what the principal may do before anything else.
 */
package ru.perfscale.application;
