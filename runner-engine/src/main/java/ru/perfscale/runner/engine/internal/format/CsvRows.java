package ru.perfscale.runner.engine.internal.format;

/** What is made of the rows of one kind of CSV. */
interface CsvRows {
  /** Whether the header has been read, so that what follows counts. */
  boolean ready();

  /** Whether the row that begins here is of interest; it may be cut at {@code to}. */
  boolean wants(byte[] bytes, int from, int to);

  /** Reads a row; false if it makes no sense. */
  boolean take(CsvRow row);
}
