/**
 * Finds and reads things in bytes of text without making objects: bytes ({@code ByteSearch}),
 * decimal numbers ({@code Decimal}), instants ({@code Timestamps}). Depends on the JDK alone.
 */
package ru.perfscale.runner.engine.internal.text;
