package ru.perfscale.adapters.http.task;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import ru.perfscale.application.task.FindHistogram.Selection;
import ru.perfscale.application.task.MergedHistogram;

/**
 * A histogram as a log of one interval, as HdrHistogram's own tools read it, version 1.3; in
 * nanoseconds.
 */
final class HistogramLogText {
  /** Of a deflated V2 encoding, with the word size that goes with it. */
  private static final int COMPRESSED = 0x1c849304 | 0x10;

  private HistogramLogText() {}

  /**
   * @param start second 0
   */
  static String of(MergedHistogram histogram, Selection selection, Instant start) {
    StringBuilder log = new StringBuilder("#[Logged with perfscale]\n");
    // As a comment: HdrHistogram's own tags allow no spaces.
    selection
        .label()
        .ifPresent(label -> log.append("#[Label: %s]\n".formatted(label.replaceAll("\\R", " "))));
    double base = start.toEpochMilli() / 1000.0;
    log.append(
        String.format(
            Locale.ROOT,
            """
            #[Histogram log format version 1.3]
            #[StartTime: %.3f (seconds since epoch), %s]
            #[BaseTime: %.3f (seconds since epoch)]
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
            """,
            base,
            start,
            base));
    if (histogram.encoded().length > 0) {
      long from = selection.from().orElse(0);
      double end =
          selection.to().isPresent()
              ? selection.to().getAsLong()
              : histogram.tally().span().lastEnd() / 1e9 - base;
      log.append(
          String.format(
              Locale.ROOT,
              "%d.000,%.3f,%.3f,%s\n",
              from,
              Math.max(0.001, end - from),
              histogram.tally().maxNanos() / 1e6,
              Base64.getEncoder().encodeToString(compressed(histogram.encoded()))));
    }
    return log.toString();
  }

  private static byte[] compressed(byte[] encoded) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
      deflater.write(encoded);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to", e);
    }
    return ByteBuffer.allocate(2 * Integer.BYTES + deflated.size())
        .putInt(COMPRESSED)
        .putInt(deflated.size())
        .put(deflated.toByteArray())
        .array();
  }
}
