/**
 * Reads what load tools write, as samples: {@code CsvReader} cuts CSV into rows and fields in
 * place, {@code K6Rows} and {@code JtlRows} make samples of them; {@code K6Json}, {@code
 * GatlingLog} and {@code HdrLog} read the other formats. No object is made per sample and memory
 * does not grow, whatever comes. Confined to the reading thread.
 */
package ru.perfscale.runner.engine.internal.format;
