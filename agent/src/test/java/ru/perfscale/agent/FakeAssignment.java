package ru.perfscale.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** What the fake control plane knows of an assignment; guarded by the control plane. */
final class FakeAssignment {
  enum Status {
    OFFERED,
    RUNNING,
    FINISHED,
    LOST,
    WITHDRAWN
  }

  final String id;
  final String tool;
  final String script;
  long epoch = 1;
  int machines = 1;

  /** Data files: text by name, all of them split so; a hash that is empty is the right one. */
  final Map<String, String> data = new LinkedHashMap<>();

  String split = "whole";
  String sha256 = "";

  /** By {@link System#nanoTime}; null while other machines have to accept, too. */
  Long startNanoTime;

  JsonNode clock;
  long contactLimitMillis = 60_000;
  long timeLimitMillis = 3_600_000;
  Map<String, String> environment = Map.of();
  Status status = Status.OFFERED;
  String boot = "";
  boolean cancelRequested;
  int accepts;
  final List<JsonNode> frames = new ArrayList<>();
  final List<String> preparing = new ArrayList<>();
  final List<String> declined = new ArrayList<>();
  JsonNode report;

  FakeAssignment(String id, String tool, String script) {
    this.id = id;
    this.tool = tool;
    this.script = script;
  }

  long acked() {
    return frames.size();
  }

  void writeData(ArrayNode files) {
    data.forEach(
        (name, text) -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          files
              .addObject()
              .put("name", name)
              .put("split", split)
              .put("size_bytes", bytes.length)
              .put("sha256", sha256.isEmpty() ? sha256(bytes) : sha256);
        });
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String end() {
    return report.get("end").asText();
  }

  /** Samples by {@code label outcome}. */
  Map<String, Sum> sums() {
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (JsonNode frame : frames) {
      for (JsonNode interval : frame.get("intervals")) {
        sums.computeIfAbsent(key(interval), key -> new Sum()).add(interval);
      }
    }
    return sums;
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    sums().forEach((key, sum) -> counts.put(key, sum.count));
    return counts;
  }

  Map<String, Long> reportedCounts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    report.get("counts").forEach(each -> counts.put(key(each), each.get("count").asLong()));
    return counts;
  }

  private static String key(JsonNode series) {
    return series.get("label").asText() + " " + series.get("outcome").asText();
  }

  /** Intervals added up. */
  static final class Sum {
    long count;
    long untimed;
    long sumNanos;
    long minNanos = Long.MAX_VALUE;
    long maxNanos;
    final LatencyHistogram histogram = new LatencyHistogram();

    private void add(JsonNode interval) {
      count += interval.get("count").asLong();
      untimed += interval.get("untimed").asLong();
      sumNanos += interval.get("sum_nanos").asLong();
      maxNanos = Math.max(maxNanos, interval.get("max_nanos").asLong());
      if (!interval.get("min_nanos").isNull()) {
        minNanos = Math.min(minNanos, interval.get("min_nanos").asLong());
      }
      byte[] encoded = java.util.Base64.getDecoder().decode(interval.get("histogram").asText());
      if (encoded.length > 0) {
        histogram.add(encoded);
      }
    }
  }
}
