package ru.perfscale.benchmarks.memory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.runner.engine.internal.sample.Collector;
import ru.perfscale.runner.engine.internal.sample.FrameReader;

/**
 * {@code benchmarks/run memory [--samples 100000000] [--labels 200]}: a table of the heap over a
 * replay. Exit code 1 when it grew by more than 64 MB.
 */
public final class Main {
  private static final int LOOKS = 20;
  private static final double ALLOWED_MEGABYTES = 64;
  private static final long SECOND = 1_000_000_000L;
  private static final long CLOSING_DELAY = 300_000_000L;

  private Main() {}

  public static void main(String[] args) throws IOException {
    long samples = option(args, "--samples", 100_000_000);
    int labels = (int) option(args, "--labels", 200);
    if (samples < LOOKS || labels < 1 || labels > Frames.MAX_LABELS) {
      throw new IllegalArgumentException(
          "--samples must be %d or more, --labels 1 … %d, not %d and %d"
              .formatted(LOOKS, Frames.MAX_LABELS, samples, labels));
    }
    System.out.printf("%s%n%n", Machine.describe());
    System.out.printf(
        "Replay of %,d samples of %d labels, %,d a second of the load; heap in MB after a collection.%n%n",
        samples, labels, Frames.PER_SECOND);
    double growth = replay(samples, labels);
    if (growth > ALLOWED_MEGABYTES) {
      System.exit(1);
    }
  }

  private static double replay(long samples, int labels) {
    Frames frames = new Frames(labels);
    double start = heapMegabytes();
    System.out.println("| samples | seconds of load | heap |");
    System.out.println("|---|---|---|");
    System.out.printf("| 0 | 0 | %.1f |%n", start);
    Collector collector = new Collector(Frames.START_NANOS);
    FrameReader reader = new FrameReader(collector);
    byte[] first = frames.labels();
    synchronized (collector.lock) {
      reader.read(first, 0, first.length);
    }
    double max = start;
    double now = start;
    for (int look = 1; look <= LOOKS; look++) {
      while (frames.written() < samples * look / LOOKS) {
        synchronized (collector.lock) {
          collector.arrivedAt(Frames.START_NANOS + frames.elapsedNanos());
          reader.read(frames.next(), 0, Frames.CHUNK_BYTES);
        }
        while ((collector.firstOpenSecond() + 1) * SECOND + CLOSING_DELAY < frames.elapsedNanos()) {
          collector.closeSecond();
        }
      }
      now = heapMegabytes();
      max = Math.max(max, now);
      System.out.printf(
          "| %,d | %,d | %.1f |%n", frames.written(), frames.elapsedNanos() / SECOND, now);
    }
    long read = collector.counts().samples();
    if (read != frames.written() || collector.counts().malformed() != 0) {
      throw new IllegalStateException(frames.written() + " written, " + collector.counts());
    }
    System.out.printf(
        "%nStart %.1f MB, greatest %.1f, end %.1f: %.1f above the start, allowed are %.0f.%n",
        start, max, now, max - start, ALLOWED_MEGABYTES);
    return max - start;
  }

  private static double heapMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  private static long option(String[] args, String name, long otherwise) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? otherwise : Long.parseLong(args[at + 1]);
  }
}
