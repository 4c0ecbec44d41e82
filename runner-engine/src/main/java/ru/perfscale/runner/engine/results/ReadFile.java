package ru.perfscale.runner.engine.results;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One file that was read.
 *
 * @param path where it is
 * @param format what it was recognised as, by its content
 * @param samples requests in it, those outside the window included
 * @param malformed rows or records that make no sense, the cut one at the end of a truncated file
 *     included; they are in no other figure
 * @param transactions rows of JMeter's transaction controllers and groups of Gatling, which are no
 *     requests and in no other figure
 */
public record ReadFile(Path path, Format format, long samples, long malformed, long transactions) {
  public ReadFile {
    requireNonNull(path, "path");
    requireNonNull(format, "format");
  }
}
