package ru.perfscale.benchmarks.ingest;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import ru.perfscale.runner.engine.internal.format.CsvReader;
import ru.perfscale.runner.engine.internal.format.JtlColumns;
import ru.perfscale.runner.engine.internal.format.JtlRows;
import ru.perfscale.runner.engine.internal.format.K6Json;
import ru.perfscale.runner.engine.internal.sample.FrameReader;
import ru.perfscale.runner.engine.internal.sample.SampleReader;
import ru.perfscale.runner.engine.internal.sample.SampleSink;

/** The forms in which samples come; each writes as its tool does and has the product's reader. */
enum Form {
  /** All nine rows of a request, with the columns that a run asks for. */
  K6_CSV("k6 CSV") {
    @Override
    void head(ByteArrayOutputStream out) {
      print(
          out,
          "metric_name,timestamp,metric_value,error_code,expected_response,group,name,scenario,"
              + "status,url,extra_tags,metadata\n");
    }

    @Override
    void write(Sample sample, ByteArrayOutputStream out) {
      String name = Load.label(sample.label());
      String rest =
          (sample.ok() ? ",,true,," : ",1500,false,,")
              + (name + ",default," + (sample.ok() ? 200 : 500) + "," + name + ",,\n");
      String time = "," + sample.endNanos() / 1_000 + ",";
      StringBuilder rows = new StringBuilder();
      for (int metric = 0; metric < METRICS.length; metric++) {
        String value = value(metric, sample);
        rows.append(METRICS[metric]).append(time).append(value).append(rest);
      }
      print(out, rows.toString());
    }

    private String value(int metric, Sample sample) {
      return switch (metric) {
        case 0 -> "1.000000";
        case 1 -> millis(sample.durationNanos());
        case 3, 4 -> "0.000000";
        case 8 -> sample.ok() ? "0.000000" : "1.000000";
        default -> millis(sample.durationNanos() / (metric * 3));
      };
    }

    @Override
    SampleReader reader(SampleSink sink) {
      return CsvReader.k6(sink);
    }
  },

  /** JMeter's default columns. */
  JTL_CSV("JMeter JTL") {
    @Override
    void head(ByteArrayOutputStream out) {
      print(
          out,
          "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
              + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,"
              + "Connect\n");
    }

    @Override
    void write(Sample sample, ByteArrayOutputStream out) {
      long elapsed = sample.durationNanos() / 1_000_000;
      long start = sample.endNanos() / 1_000_000 - elapsed;
      String code = sample.ok() ? ",200,OK," : ",500,Internal Server Error,";
      print(
          out,
          (start + "," + elapsed + "," + Load.label(sample.label()) + code)
              + ("Shoppers 1-" + (sample.durationNanos() % 50 + 1) + ",text," + sample.ok())
              + (",," + (300 + sample.durationNanos() % 4_000) + ",126,50,50,")
              + (Load.url(sample.label()) + "," + elapsed + ",0,0\n"));
    }

    @Override
    SampleReader reader(SampleSink sink) {
      JtlColumns columns = JtlColumns.DEFAULT;
      return CsvReader.jtl(sink, new JtlRows(sink, columns), columns);
    }
  },

  /** All nine points of a request, as {@code --out json} writes them. */
  K6_JSON("k6 JSON") {
    @Override
    void write(Sample sample, ByteArrayOutputStream out) {
      String name = Load.label(sample.label());
      String rest =
          (",\"tags\":{\"expected_response\":\"" + sample.ok() + "\",\"group\":\"\"")
              + (",\"method\":\"GET\",\"name\":\"" + name + "\",\"proto\":\"HTTP/1.1\"")
              + (",\"scenario\":\"default\",\"status\":\"" + (sample.ok() ? 200 : 500))
              + ("\",\"url\":\"" + name + "\"}}}\n");
      String data =
          "\",\"type\":\"Point\",\"data\":{\"time\":\""
              + Instant.ofEpochSecond(0, sample.endNanos())
              + "\",\"value\":";
      for (int metric = 0; metric < METRICS.length; metric++) {
        String value = metric == 0 ? "1" : millis(sample.durationNanos() / metric);
        print(out, "{\"metric\":\"" + METRICS[metric] + data + value + rest);
      }
    }

    @Override
    SampleReader reader(SampleSink sink) {
      return new K6Json(sink);
    }
  },

  /** What our hooks write: chunks of up to 4,096 bytes. */
  BINARY_FRAMES("binary frames") {
    private static final int RECORD = 20;
    private final ByteBuffer chunk = ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);

    @Override
    void head(ByteArrayOutputStream out) {
      begin();
      for (int label = 0; label < Load.LABELS; label++) {
        byte[] text = Load.label(label).getBytes(StandardCharsets.UTF_8);
        chunk.put((byte) 1).putShort((short) label).putShort((short) text.length).put(text);
      }
      flush(out);
    }

    @Override
    void write(Sample sample, ByteArrayOutputStream out) {
      if (chunk.remaining() < RECORD) {
        flush(out);
      }
      chunk.put((byte) 2).putShort((short) sample.label()).put((byte) (sample.ok() ? 0 : 8));
      chunk.putLong(sample.endNanos()).putLong(sample.durationNanos());
    }

    private void begin() {
      chunk.clear().put(new byte[] {'P', 'S', 1, 0}).putInt(7).putShort((short) 0);
    }

    private void flush(ByteArrayOutputStream out) {
      chunk.putShort(8, (short) (chunk.position() - 10));
      out.write(chunk.array(), 0, chunk.position());
      begin();
    }

    @Override
    void tail(ByteArrayOutputStream out) {
      flush(out);
    }

    @Override
    SampleReader reader(SampleSink sink) {
      return new FrameReader(sink);
    }
  },

  /** What shell scripts write. */
  TEXT_LINES("text lines") {
    @Override
    void write(Sample sample, ByteArrayOutputStream out) {
      String end = BigDecimal.valueOf(sample.endNanos() / 1_000_000, 3).toPlainString();
      print(
          out,
          (millis(sample.durationNanos()) + (sample.ok() ? " ok@" : " error@") + end)
              + (" " + Load.label(sample.label()) + "\n"));
    }

    @Override
    SampleReader reader(SampleSink sink) {
      return new FrameReader(sink);
    }
  };

  private static final String[] METRICS = {
    "http_reqs",
    "http_req_duration",
    "http_req_blocked",
    "http_req_connecting",
    "http_req_tls_handshaking",
    "http_req_sending",
    "http_req_waiting",
    "http_req_receiving",
    "http_req_failed"
  };

  final String words;

  Form(String words) {
    this.words = words;
  }

  void head(ByteArrayOutputStream out) {}

  abstract void write(Sample sample, ByteArrayOutputStream out);

  void tail(ByteArrayOutputStream out) {}

  abstract SampleReader reader(SampleSink sink);

  private static String millis(long nanos) {
    return BigDecimal.valueOf(nanos, 6).setScale(6, RoundingMode.DOWN).toPlainString();
  }

  private static void print(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
