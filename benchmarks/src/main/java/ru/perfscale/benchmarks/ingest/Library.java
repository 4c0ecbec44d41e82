package ru.perfscale.benchmarks.ingest;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV library as it is commonly used: rows to records, their fields to one HdrHistogram per label
 * and outcome. It keeps no seconds, which makes its work less than ours.
 */
final class Library {
  private static final int K6_VALUE = 2;
  private static final int K6_EXPECTED = 4;
  private static final int K6_NAME = 6;
  private static final int JTL_ELAPSED = 1;
  private static final int JTL_LABEL = 2;
  private static final int JTL_SUCCESS = 7;

  private final boolean k6;
  private final Map<String, Histogram> good = new HashMap<>();
  private final Map<String, Histogram> bad = new HashMap<>();
  private long lastEnd;
  private long samples;

  private Library(Form form) {
    k6 = form == Form.K6_CSV;
  }

  static boolean canRead(Form form) {
    return form == Form.K6_CSV || form == Form.JTL_CSV;
  }

  static long fastCsv(Data data) throws IOException {
    Library library = new Library(data.form());
    try (Reader text = text(data);
        var rows = de.siegmar.fastcsv.reader.CsvReader.builder().ofCsvRecord(text)) {
      for (CsvRecord row : rows) {
        library.take(row::getField);
      }
    }
    return library.samples;
  }

  static long commonsCsv(Data data) throws IOException {
    Library library = new Library(data.form());
    try (Reader text = text(data);
        var rows = CSVFormat.DEFAULT.parse(text)) {
      for (CSVRecord row : rows) {
        library.take(row::get);
      }
    }
    return library.samples;
  }

  private static Reader text(Data data) {
    return new InputStreamReader(new ByteArrayInputStream(data.bytes()), StandardCharsets.UTF_8);
  }

  private void take(IntFunction<String> row) {
    if (k6) {
      if (row.apply(0).equals("http_req_duration")) {
        lastEnd = Math.max(lastEnd, Long.parseLong(row.apply(1)) * 1_000);
        long nanos = Math.round(Double.parseDouble(row.apply(K6_VALUE)) * 1e6);
        add(row.apply(K6_NAME), row.apply(K6_EXPECTED).equals("true"), nanos);
      }
    } else if (!row.apply(0).equals("timeStamp")) {
      long millis = Long.parseLong(row.apply(JTL_ELAPSED));
      lastEnd = Math.max(lastEnd, (Long.parseLong(row.apply(0)) + millis) * 1_000_000);
      add(row.apply(JTL_LABEL), row.apply(JTL_SUCCESS).equals("true"), millis * 1_000_000);
    }
  }

  private void add(String label, boolean ok, long nanos) {
    samples++;
    (ok ? good : bad)
        .computeIfAbsent(label, key -> new Histogram(1, (1L << 42) - 1, 3))
        .recordValue(nanos);
  }
}
