package ru.perfscale.runner.engine.internal.sample;

/** Turns a tool's bytes into calls of a {@link SampleSink}. Confined to the reading thread. */
public interface SampleReader {
  /** Reads the next bytes; they may begin and end within a record. */
  void read(byte[] bytes, int from, int to);

  /** There are no more bytes; half a record counts as malformed. */
  void end();
}
