package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ru.perfscale.runner.engine.internal.sample.SampleSink;

/** Makes samples of the rows of k6's CSV output. */
final class K6Rows implements CsvRows {
  private static final byte[] HEADER = "metric_name,".getBytes(StandardCharsets.US_ASCII);

  private final K6Metrics metrics = new K6Metrics(',');
  private final K6Point point;
  private final TimeText times;

  /** The fields we read by the column that they are in; null for all others. */
  private K6Field[] columns = {};

  K6Rows(SampleSink sink, TimeText times) {
    point = new K6Point(sink);
    this.times = times;
  }

  @Override
  public boolean ready() {
    return columns.length > 0;
  }

  @Override
  public boolean wants(byte[] bytes, int from, int to) {
    return ready()
        ? metrics.at(bytes, from, to) != K6Metrics.NONE
        : K6Metrics.begins(bytes, from, to, HEADER);
  }

  @Override
  public boolean take(CsvRow row) {
    if (!ready()) {
      return readHeader(row);
    }
    if (row.fields() != columns.length) {
      return false;
    }
    byte[] bytes = row.bytes;
    point.clear(bytes);
    for (int column = 0; column < columns.length; column++) {
      if (columns[column] != null) {
        point.put(columns[column], row.from(column), row.to(column));
      }
    }
    int name = point.from(K6Field.METRIC_NAME);
    int from = point.from(K6Field.TIMESTAMP);
    return point.take(
        metrics.at(bytes, name, bytes.length),
        times.nanos(bytes, from, point.to(K6Field.TIMESTAMP)));
  }

  private boolean readHeader(CsvRow row) {
    columns = new K6Field[row.fields()];
    for (int column = 0; column < columns.length; column++) {
      for (int ordinal = 0; ordinal < K6Field.count(); ordinal++) {
        if (row.is(column, K6Field.at(ordinal).text)) {
          columns[column] = K6Field.at(ordinal);
        }
      }
    }
    return Arrays.stream(columns).filter(field -> field != null).distinct().count()
        == K6Field.count();
  }
}
