package ru.perfscale.runner.engine.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.internal.sample.RecordingSink;

class CsvReaderTest {
  private final List<List<String>> read = new ArrayList<>();
  private final RecordingSink sink = new RecordingSink();

  /** Wants every row that does not begin with x. */
  private final class Kept implements CsvRows {
    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public boolean wants(byte[] bytes, int from, int to) {
      return from < to && bytes[from] != 'x';
    }

    @Override
    public boolean take(CsvRow row) {
      List<String> fields = new ArrayList<>();
      for (int field = 0; field < row.fields(); field++) {
        fields.add(new String(row.bytes, row.from(field), row.size(field), StandardCharsets.UTF_8));
      }
      read.add(fields);
      return true;
    }
  }

  private static String quoted(String field) {
    return '"' + field.replace("\"", "\"\"") + '"';
  }

  /** Fields of all lengths, with and without quotes, in buffers of all lengths. */
  @Test
  void whatWasWrittenIsReadWhereverTheBuffersEnd() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (char separator : new char[] {',', ';', '\t'}) {
      read.clear();
      List<List<String>> expected = new ArrayList<>();
      StringBuilder csv = new StringBuilder();
      for (int rows = 0; rows < 2_000; rows++) {
        List<String> fields = new ArrayList<>();
        boolean wanted = random.nextBoolean();
        boolean quotes = random.nextInt(4) == 0;
        for (int count = 1 + random.nextInt(30); count > 0; count--) {
          StringBuilder field = new StringBuilder(fields.isEmpty() ? wanted ? "a" : "x" : "");
          String letters = quotes ? "ab\u00e9 \"\n" + separator : "ab\u00e9 !-0";
          for (int length = random.nextInt(12); length > 0; length--) {
            field.append(letters.charAt(random.nextInt(letters.length())));
          }
          fields.add(field.toString());
        }
        for (int i = 0; i < fields.size(); i++) {
          boolean first = i == 0 && !wanted;
          String field = fields.get(i);
          boolean needs = field.chars().anyMatch(next -> "\"\n,;\t".indexOf(next) >= 0);
          csv.append(i == 0 ? "" : separator);
          csv.append(needs && !first ? quoted(field) : needs ? "x" + quoted(field) : field);
        }
        csv.append(random.nextBoolean() ? "\n" : "\r\n");
        if (wanted) {
          expected.add(fields);
        }
      }
      byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
      CsvReader reader = new CsvReader(sink, new Kept(), separator);
      int at = 0;
      while (at < bytes.length) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(400));
        reader.read(bytes, at, at + length);
        at += length;
      }
      reader.end();

      assertThat(read).as("separator %s, seed %d", (int) separator, seed).isEqualTo(expected);
      assertThat(sink.heard).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void tooManyFieldsAndTooLongRowsAreMalformedAndCostNoMemory() {
    CsvReader reader = new CsvReader(sink, new Kept(), ',');
    byte[] more = "a,".repeat(300).getBytes(StandardCharsets.UTF_8);
    reader.read(more, 0, more.length);
    byte[] end = "\na\n".getBytes(StandardCharsets.UTF_8);
    reader.read(end, 0, end.length);
    byte[] megabyte = "a".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      reader.read(megabyte, 0, megabyte.length);
    }
    reader.read(end, 0, end.length);

    assertThat(sink.heard).containsExactly("malformed 1", "malformed 1");
    assertThat(read).containsExactly(List.of("a"), List.of("a"));
  }
}
