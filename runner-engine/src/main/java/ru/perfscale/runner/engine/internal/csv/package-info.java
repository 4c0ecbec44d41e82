/**
 * Reads the rows of CSV at the speed of memory: {@code CsvReader} cuts a stream into rows and
 * fields in place, eight bytes at a time ({@code ByteSearch}); {@code K6Rows} and {@code JtlRows}
 * make samples of them. No object is made per row and memory does not grow, whatever comes.
 * Confined to the reading thread.
 */
package ru.perfscale.runner.engine.internal.csv;
