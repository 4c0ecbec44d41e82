package ru.perfscale.adapters.http.agent;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.task.Evidence;
import ru.perfscale.domain.task.Evidence.HealthSummary;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.StopReport;
import ru.perfscale.domain.task.ToolCriterion;

/** What an agent says of how far its figures go, on the wire, within strict bounds. */
final class EvidenceJson {
  private static final int MOST_WARNINGS = 50;
  private static final int MOST_WARNING = 1024;
  private static final int MOST_CRITERIA = 1000;
  private static final int MOST_NAME = 2_000;
  private static final int MOST_CORES = 1_000_000;
  private static final long MOST_BYTES = 1L << 60;
  private static final long MOST_MILLIS = Duration.ofDays(365).toMillis();
  private static final Pattern MEANS = Pattern.compile("[a-z][a-z_]{0,31}");
  private static final Pattern LIMIT = Pattern.compile("\\d{1,18}(\\.\\d{1,12})?");

  /** What an instant may be: nobody measured before 2000, and a clock may be wrong by a lot. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private EvidenceJson() {}

  /** The fields of a report; all of them may be missing. */
  static Evidence read(Fields fields) {
    List<String> warnings = fields.spokenTexts("warnings", MOST_WARNINGS);
    List<ToolCriterion> criteria =
        fields.objects("tool_criteria", MOST_CRITERIA, EvidenceJson::criterion);
    boolean labelsComplete = !fields.has("labels_complete") || fields.flag("labels_complete");
    long malformed = fields.optionalWhole("malformed", 0, Long.MAX_VALUE).orElse(0);
    long clamped = fields.optionalWhole("clamped", 0, Long.MAX_VALUE).orElse(0);
    Optional<StopReport> stop = fields.optionalObject("stop", EvidenceJson::stop);
    Optional<HealthSummary> health = fields.optionalObject("health", EvidenceJson::summary);
    return new Evidence(
        warnings.stream().map(warning -> SpokenText.beginning(warning, MOST_WARNING)).toList(),
        criteria,
        new Evidence.Samples(labelsComplete, malformed, clamped),
        stop,
        health);
  }

  private static Optional<ToolCriterion> criterion(Fields fields) {
    String name = fields.spokenText("name");
    Series.Kind kind = fields.oneOf("kind", Series.Kind.class);
    Optional<String> label = fields.optionalText("label", EvidenceJson::label);
    Optional<Series.Outcome> outcome = fields.optionalOneOf("outcome", Series.Outcome.class);
    String figure = fields.text("figure", EvidenceJson::figure);
    String comparator = fields.text("comparator", EvidenceJson::comparator);
    BigDecimal limit = fields.text("limit", EvidenceJson::limit);
    return fields.make(
        () ->
            new ToolCriterion(
                SpokenText.beginning(name, MOST_NAME),
                new ToolCriterion.Requests(kind, label, outcome),
                figure,
                comparator,
                limit));
  }

  private static String label(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > SeriesJson.MOST_LABEL_BYTES) {
      throw new IllegalArgumentException(
          "must be text of at most " + SeriesJson.MOST_LABEL_BYTES + " bytes");
    }
    return text;
  }

  private static String figure(String text) {
    if (!ToolCriterion.isFigure(text)) {
      throw new IllegalArgumentException(
          "must be a percentile such as p99.9, or one of min, mean, max, error_rate, rps, count,"
              + " errors");
    }
    return text;
  }

  private static String comparator(String text) {
    if (!ToolCriterion.isComparator(text)) {
      throw new IllegalArgumentException("must be one of <, <=, >, >=, ==");
    }
    return text;
  }

  private static BigDecimal limit(String text) {
    if (!LIMIT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a number as text, of at most 18 digits and 12 decimals");
    }
    return new BigDecimal(text);
  }

  private static Optional<StopReport> stop(Fields fields) {
    String means = fields.text("means", EvidenceJson::means);
    Optional<Instant> askedAt = fields.optionalText("asked_at", EvidenceJson::instant);
    Instant loadEndedAt = fields.text("load_ended_at", EvidenceJson::instant);
    long killed = fields.whole("killed", 0, Integer.MAX_VALUE);
    boolean nothingLeft = fields.flag("nothing_left");
    return fields.make(() -> new StopReport(means, askedAt, loadEndedAt, killed, nothingLeft));
  }

  private static String means(String text) {
    if (!MEANS.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a word such as pid_namespace");
    }
    return text;
  }

  private static Instant instant(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      if (instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // Refused below, in our words.
    }
    throw new IllegalArgumentException("must be an instant such as 2025-01-15T10:05:00Z");
  }

  private static Optional<HealthSummary> summary(Fields fields) {
    long seconds = fields.whole("seconds", 1, Integer.MAX_VALUE);
    Optional<GeneratorHealth> worst = health(fields);
    return fields.make(() -> new HealthSummary(seconds, worst.orElseThrow()));
  }

  static Optional<GeneratorHealth> health(Fields fields) {
    double toolCores = fields.number("tool_cores", 0, MOST_CORES);
    double machineCpu = fields.number("machine_cpu", 0, 1);
    double steal = fields.number("steal", 0, 1);
    long toolBytes = fields.whole("tool_memory_bytes", 0, MOST_BYTES);
    long availableBytes = fields.whole("available_memory_bytes", 0, MOST_BYTES);
    long runQueue = fields.whole("run_queue", 0, Integer.MAX_VALUE);
    long stall = fields.whole("stall_millis", 0, MOST_MILLIS);
    long backlog = fields.whole("backlog_bytes", 0, MOST_BYTES);
    return fields.make(
        () ->
            new GeneratorHealth(
                toolCores,
                machineCpu,
                steal,
                new GeneratorHealth.Memory(toolBytes, availableBytes),
                (int) runQueue,
                Duration.ofMillis(stall),
                backlog));
  }
}
