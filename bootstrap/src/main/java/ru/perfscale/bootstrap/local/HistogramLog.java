package ru.perfscale.bootstrap.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/**
 * A histogram log as HdrHistogram's own tools read and write it, version 1.3: one line per second
 * with requests, in nanoseconds. The file is open only while a line is written, because a run may
 * have a thousand of them.
 */
final class HistogramLog {
  /** Of a deflated V2 encoding, with the word size that goes with it. */
  private static final int COMPRESSED = 0x1c849304 | 0x10;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Path file;
  private final String head;
  private boolean begun;

  /**
   * @param label as a comment, which the reader of runner-engine knows; HdrHistogram's own tags
   *     allow no spaces
   */
  HistogramLog(Path file, String label, Instant start) {
    this.file = file;
    double seconds = start.toEpochMilli() / 1000.0;
    head =
        String.format(
            Locale.ROOT,
            """
            #[Logged with perfscale]
            #[Label: %s]
            #[Histogram log format version 1.3]
            #[StartTime: %.3f (seconds since epoch), %s]
            #[BaseTime: %.3f (seconds since epoch)]
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
            """,
            label.replaceAll("\\R", " "),
            seconds,
            start,
            seconds);
  }

  /**
   * @param second from the start of the run
   */
  void add(long second, long maxNanos, LatencyHistogram histogram) throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%d.000,1.000,%.3f,%s%n",
            second,
            maxNanos / NANOS_PER_MILLI,
            Base64.getEncoder().encodeToString(compressed(histogram.encode())));
    String text = begun ? line : head + line;
    Files.write(
        file,
        text.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    begun = true;
  }

  private static byte[] compressed(byte[] encoded) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
      deflater.write(encoded);
    }
    return ByteBuffer.allocate(8 + deflated.size())
        .putInt(COMPRESSED)
        .putInt(deflated.size())
        .put(deflated.toByteArray())
        .array();
  }
}
