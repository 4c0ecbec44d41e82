package ru.perfscale.benchmarks.ingest;

/** The plain sum of all bytes, as the compiler makes it: what reading memory costs by itself. */
final class Sum implements Contender {
  @Override
  public long read(Data data) {
    long sum = 0;
    for (byte next : data.bytes()) {
      sum += next;
    }
    if (sum == Long.MIN_VALUE) {
      throw new IllegalStateException("the sum is never that");
    }
    return data.samples();
  }
}
