package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

/**
 * The beginning and the end of what the tool wrote to its log.
 *
 * @param text head and tail, at most 128 KiB together; where bytes were cut stands a line that says
 *     how many. Invalid UTF-8 is replaced; secrets are {@code ***}, and files of the run have the
 *     names that its script knows them by
 * @param totalBytes what the tool wrote
 * @param cutBytes how much of it is not in {@code text}
 */
public record LogTail(String text, long totalBytes, long cutBytes) {
  public LogTail {
    requireNonNull(text, "text");
  }
}
