/**
 * The embedded defaults: what {@code up} and {@code demo} start when it is not set, in which order,
 * and how it stops. Start at {@code EmbeddedStack}.
 */
package ru.perfscale.bootstrap.embedded;
