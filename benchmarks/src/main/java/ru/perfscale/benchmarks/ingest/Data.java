package ru.perfscale.benchmarks.ingest;

import java.io.ByteArrayOutputStream;

/**
 * A load in one form, in memory.
 *
 * @param nanos how long the load took
 */
record Data(Form form, byte[] bytes, long samples, long nanos) {
  static Data of(Form form, int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + 1024);
    Load load = new Load();
    form.head(out);
    while (out.size() < size) {
      load.next(sample -> form.write(sample, out));
    }
    form.tail(out);
    return new Data(form, out.toByteArray(), load.count(), load.nanos());
  }
}
