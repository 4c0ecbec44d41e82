package ru.perfscale.bootstrap.results;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.runner.engine.summary.Figures;
import ru.perfscale.runner.engine.summary.Summary;

/** The result as one JSON object; milliseconds, and {@code null} where there is no figure. */
public final class ResultJson {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private static final Map<String, Double> PERCENTILES = new LinkedHashMap<>();

  static {
    PERCENTILES.put("p50", 50.0);
    PERCENTILES.put("p90", 90.0);
    PERCENTILES.put("p95", 95.0);
    PERCENTILES.put("p99", 99.0);
    PERCENTILES.put("p99_9", 99.9);
    PERCENTILES.put("p99_99", 99.99);
    PERCENTILES.put("p99_999", 99.999);
  }

  private ResultJson() {}

  /** Ends with a line feed. */
  public static String of(Outcome outcome) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode verdict = json.putObject("verdict");
    verdict.put("status", outcome.verdict().status().wireName());
    ArrayNode reasons = verdict.putArray("reasons");
    for (Reason reason : outcome.verdict().reasons()) {
      reasons.addObject().put("code", reason.code().wireName()).put("message", reason.message());
    }
    Optional<Summary> summary = outcome.summary();
    if (summary.isPresent()) {
      BigDecimal resolution = BigDecimal.valueOf(summary.get().latency().resolution().toNanos(), 6);
      json.putObject("latency")
          .put("meaning", summary.get().latency().meaning())
          .put("resolution_ms", resolution.stripTrailingZeros());
    } else {
      json.putNull("latency");
    }
    json.set("total", figures(summary.map(Summary::total)));
    ObjectNode labels = json.putObject("labels");
    summary.ifPresent(
        found ->
            found.labels().forEach((name, own) -> labels.set(name, figures(Optional.of(own)))));
    json.put("labels_complete", summary.map(Summary::labelsComplete).orElse(true));
    ArrayNode warnings = json.putArray("warnings");
    outcome.warnings().forEach(warnings::add);
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts can always be written", e);
    }
  }

  private static ObjectNode figures(Optional<Figures> figures) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("count", figures.map(Figures::count).orElse(0L));
    json.put("errors", figures.map(Figures::errors).orElse(0L));
    json.put("error_rate", figures.flatMap(own -> decimal(own.errorRate())).orElse(null));
    json.put("rps", figures.flatMap(own -> decimal(own.requestsPerSecond())).orElse(null));
    json.put("min", figures.flatMap(Figures::min).orElse(null));
    json.put("mean", figures.flatMap(Figures::mean).orElse(null));
    json.put("max", figures.flatMap(Figures::max).orElse(null));
    PERCENTILES.forEach(
        (name, percentile) ->
            json.put(name, figures.flatMap(own -> own.percentile(percentile)).orElse(null)));
    return json;
  }

  private static Optional<BigDecimal> decimal(OptionalDouble value) {
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(value.getAsDouble()));
  }
}
