package ru.perfscale.runner.engine.results;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Writes samples as the tool of a format would; sample i ends i milliseconds after T0. */
enum Replay {
  BINARY_FRAMES(1) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      int sample = 0;
      for (String label : new String[] {"fast", "slow, \"quoted\""}) {
        byte[] text = label.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = buffer(5 + text.length);
        record.put((byte) 1).putShort((short) sample++).putShort((short) text.length).put(text);
        chunk(record, out);
      }
      for (int i = 0; i < samples.length; i++) {
        ByteBuffer record = buffer(20);
        record.put((byte) 2).putShort((short) (distribution.label(i).equals("fast") ? 0 : 1));
        record.put((byte) 4).putLong(end(i)).putLong(samples[i]);
        chunk(record, out);
      }
    }

    private ByteBuffer buffer(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void chunk(ByteBuffer records, ByteArrayOutputStream out) {
      ByteBuffer header = buffer(10);
      header.put(new byte[] {'P', 'S', 1, 0}).putInt(7).putShort((short) records.capacity());
      out.writeBytes(header.array());
      out.writeBytes(records.array());
    }
  },
  TEXT_LINES(1) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      for (int i = 0; i < samples.length; i++) {
        String end = BigDecimal.valueOf(end(i), 9).toPlainString();
        print(out, millis(samples[i]) + " ok@" + end + " " + distribution.label(i) + "\n");
      }
    }
  },
  K6_CSV(1) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      print(
          out,
          "metric_name,timestamp,metric_value,error_code,expected_response,group,name,scenario,status,url,extra_tags,metadata\n");
      for (int i = 0; i < samples.length; i++) {
        String label = distribution.label(i);
        String name = label.contains("\"") ? '"' + label.replace("\"", "\"\"") + '"' : label;
        String tags = ",,true,," + name + ",default,200,http://x/,,\n";
        String time = "," + end(i) / 1_000 + ",";
        print(out, "http_reqs" + time + "1.000000" + tags);
        print(out, "http_req_duration" + time + millis(samples[i]) + tags);
      }
    }
  },
  JMETER_CSV(1_000_000) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      print(out, "timeStamp,elapsed,label,responseCode,success\n");
      for (int i = 0; i < samples.length; i++) {
        String label = distribution.label(i);
        String name = label.contains("\"") ? '"' + label.replace("\"", "\"\"") + '"' : label;
        long elapsed = samples[i] / 1_000_000;
        long start = end(i) / 1_000_000 - elapsed;
        print(out, start + "," + elapsed + "," + name + ",200,true\n");
      }
    }
  },
  K6_JSON(1) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      for (int i = 0; i < samples.length; i++) {
        String name = distribution.label(i).replace("\"", "\\\"");
        Instant end = Instant.ofEpochSecond(0, end(i));
        String time = "\",\"type\":\"Point\",\"data\":{\"time\":\"" + end + "\",\"value\":";
        String tags =
            (",\"tags\":{\"expected_response\":\"true\",\"name\":\"" + name)
                + "\",\"scenario\":\"default\"}}}\n";
        print(out, "{\"metric\":\"http_reqs" + time + "1" + tags);
        print(out, "{\"metric\":\"http_req_duration" + time + millis(samples[i]) + tags);
      }
    }
  },
  GATLING_LOG(1_000_000) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      GatlingBytes log = new GatlingBytes(out, T0_MILLIS);
      for (int i = 0; i < samples.length; i++) {
        long end = end(i) / 1_000_000;
        log.request(distribution.label(i), end - samples[i] / 1_000_000, end, true, "");
      }
    }
  },
  HDR_LOG(1) {
    @Override
    void write(Distribution distribution, long[] samples, ByteArrayOutputStream out) {
      HistogramLogWriter log = new HistogramLogWriter(out);
      log.outputLogFormatVersion();
      log.setBaseTime(T0_MILLIS);
      log.outputBaseTime(T0_MILLIS);
      log.outputLegend();
      for (int from = 0; from < samples.length; from += INTERVAL) {
        Map<String, Histogram> histograms = new TreeMap<>();
        for (int i = from; i < Math.min(samples.length, from + INTERVAL); i++) {
          histograms
              .computeIfAbsent(label(distribution.label(i)), this::tagged)
              .recordValue(samples[i]);
        }
        for (Histogram histogram : histograms.values()) {
          histogram.setStartTimeStamp(T0_MILLIS + from);
          histogram.setEndTimeStamp(T0_MILLIS + from + INTERVAL);
          log.outputIntervalHistogram(histogram);
        }
      }
    }

    private Histogram tagged(String label) {
      Histogram histogram = new Histogram(1, LatencyHistogram.MAX_NANOS, 3);
      histogram.setTag(label);
      return histogram;
    }
  };

  private static final int INTERVAL = 1_000;
  static final long T0_MILLIS = 1_795_509_280_000L;

  /** The nanoseconds that one step of the format is. */
  final long resolution;

  Replay(long resolution) {
    this.resolution = resolution;
  }

  abstract void write(Distribution distribution, long[] samples, ByteArrayOutputStream out);

  byte[] bytes(Distribution distribution, long[] samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(distribution, samples, out);
    return out.toByteArray();
  }

  /** A label as the format can carry it. */
  String label(String label) {
    return this == HDR_LOG ? label.replace(",", "") : label;
  }

  private static long end(int i) {
    return (T0_MILLIS + i) * 1_000_000;
  }

  private static String millis(long nanos) {
    return BigDecimal.valueOf(nanos, 6).toPlainString();
  }

  private static void print(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
