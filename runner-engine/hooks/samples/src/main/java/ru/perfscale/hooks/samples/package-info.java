/**
 * What the hooks inside JVM tools have in common: writing sample frames. Packed into the jar of
 * each of them.
 *
 * <p>It may use the JDK and nothing else, because it lives beside the libraries of any tool.
 */
package ru.perfscale.hooks.samples;
