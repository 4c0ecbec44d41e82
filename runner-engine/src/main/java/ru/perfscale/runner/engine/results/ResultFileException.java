package ru.perfscale.runner.engine.results;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A file cannot be read as results. The message names it, what is wrong and what to do. */
public final class ResultFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Path file;

  ResultFileException(Path file, String wrong) {
    this(file, wrong, null);
  }

  ResultFileException(Path file, String wrong, Throwable cause) {
    super(file + " " + wrong, cause);
    this.file = requireNonNull(file, "file");
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
