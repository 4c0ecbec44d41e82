/**
 * The function that divided plans call; JMeter takes functions from packages of this name alone.
 */
package ru.perfscale.hooks.jmeter.functions;
