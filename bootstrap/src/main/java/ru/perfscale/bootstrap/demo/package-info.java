/**
 * The command {@code demo}: everything embedded on free ports, a little shop as the target, a
 * sample test run through the public API, its result explained. Start at {@code Demo}.
 */
package ru.perfscale.bootstrap.demo;
