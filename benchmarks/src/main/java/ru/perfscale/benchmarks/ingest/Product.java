package ru.perfscale.benchmarks.ingest;

import ru.perfscale.runner.engine.internal.sample.Collector;
import ru.perfscale.runner.engine.internal.sample.SampleReader;

/** What a run does: buffer after buffer through the reader into the collector, closing seconds. */
final class Product implements Contender {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long SECOND = 1_000_000_000L;
  private static final long CLOSING_DELAY = 300_000_000L;

  @Override
  public long read(Data data) {
    Collector collector = new Collector(Load.START_NANOS);
    SampleReader reader = data.form().reader(collector);
    byte[] bytes = data.bytes();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int at = 0; at < bytes.length; at += BUFFER_BYTES) {
      int length = Math.min(BUFFER_BYTES, bytes.length - at);
      System.arraycopy(bytes, at, buffer, 0, length);
      long elapsed = (long) (data.nanos() * ((at + length) / (double) bytes.length));
      synchronized (collector.lock) {
        collector.arrivedAt(Load.START_NANOS + elapsed);
        reader.read(buffer, 0, length);
      }
      while ((collector.firstOpenSecond() + 1) * SECOND + CLOSING_DELAY < elapsed) {
        collector.closeSecond();
      }
    }
    reader.end();
    while (collector.hasOpenSeconds()) {
      collector.closeSecond();
    }
    if (collector.counts().malformed() + collector.counts().skewed() != 0) {
      throw new IllegalStateException(collector.counts().toString());
    }
    return collector.counts().samples();
  }
}
