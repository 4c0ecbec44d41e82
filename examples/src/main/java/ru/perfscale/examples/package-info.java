/**
 * How to embed the engine. {@link ru.perfscale.examples.RunK6} runs a script from the command line,
 * {@link ru.perfscale.examples.Curl} is a tool of one's own, {@code CheckoutLatencyTest}, among the
 * tests, fails a build. They use what the engine publishes and nothing else.
 */
package ru.perfscale.examples;
