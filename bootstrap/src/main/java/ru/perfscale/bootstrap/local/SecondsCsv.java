package ru.perfscale.bootstrap.local;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import ru.perfscale.bootstrap.local.SecondTotals.Sum;

/** A row per second and label; milliseconds; empty where there is no figure. */
final class SecondsCsv implements Closeable {
  private static final double[] PERCENTILES = {50, 90, 95, 99};

  private final BufferedWriter out;

  SecondsCsv(BufferedWriter out) throws IOException {
    this.out = out;
    out.write(
        "second,label,kind,phase,users,requests,errors,untimed,min,mean,p50,p90,p95,p99,max\n");
  }

  void add(SecondTotals second) throws IOException {
    for (Map.Entry<SecondTotals.Key, Sum> entry : second.sums.entrySet()) {
      Sum sum = entry.getValue();
      SecondTotals.Key key = entry.getKey();
      long timed = sum.histogram.count();
      StringBuilder row = new StringBuilder();
      row.append(second.second).append(',').append(quoted(key.label()));
      row.append(',').append(key.kind().name().toLowerCase(Locale.ROOT));
      row.append(',').append(key.phase().name().toLowerCase(Locale.ROOT));
      row.append(',').append(second.users.isPresent() ? second.users.getAsInt() : "");
      row.append(',').append(sum.requests).append(',').append(sum.errors);
      row.append(',').append(sum.requests - timed);
      row.append(',').append(timed == 0 ? "" : millis(sum.minNanos));
      row.append(',').append(timed == 0 ? "" : mean(sum.sumNanos, timed));
      for (double percentile : PERCENTILES) {
        row.append(',');
        if (timed > 0) {
          row.append(millis(sum.histogram.valueAt(percentile, sum.minNanos, sum.maxNanos)));
        }
      }
      row.append(',').append(timed == 0 ? "" : millis(sum.maxNanos)).append('\n');
      out.write(row.toString());
    }
  }

  private static String millis(long nanos) {
    return BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  private static String mean(long sumNanos, long count) {
    return BigDecimal.valueOf(sumNanos, 6)
        .divide(BigDecimal.valueOf(count), 3, RoundingMode.HALF_UP)
        .toPlainString();
  }

  private static String quoted(String label) {
    boolean plain = label.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? label : '"' + label.replace("\"", "\"\"") + '"';
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
