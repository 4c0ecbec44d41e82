package ru.perfscale.runner.engine.tool;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.criteria.Comparator;
import ru.perfscale.runner.engine.criteria.Metric;
import ru.perfscale.runner.engine.criteria.Metric.Name;
import ru.perfscale.runner.engine.criteria.Selection;
import ru.perfscale.runner.engine.criteria.ToolCriterion;

/**
 * The thresholds of a k6 script, as far as the engine can judge them: those on the requests it
 * counts itself. {@link #GRAMMAR} tells before the run whether that is all of them; it is read by
 * {@code grep -E}, and made of the very parts that {@link #read} uses.
 */
final class K6Thresholds {
  /** What a name may consist of, so that it stands for itself in JSON and in k6's list of tags. */
  private static final String NAME_CHARACTER = "([!#$%*+./0-9:;=?@A-Z^_a-z|~-]|\\\\u0026)";

  private static final String HTTP_TAG =
      "(name:C(( |C){0,198}C)?|expected_response:(true|false))".replace("C", NAME_CHARACTER);
  private static final String HTTP_TAGS = "(\\{" + HTTP_TAG + "(, *" + HTTP_TAG + ")*\\})?";

  private static final String TREND =
      "(http_req_duration"
          + HTTP_TAGS
          + "|grpc_req_duration|ws_session_duration|browser_http_req_duration)";
  private static final String RATE = "(http_req_failed" + HTTP_TAGS + "|browser_http_req_failed)";
  private static final String COUNTER = "http_reqs" + HTTP_TAGS;

  private static final String PERCENTILE = "p\\(([1-9][0-9]?(\\.[0-9]{1,5})?|100)\\)";
  private static final String LIMIT =
      " *(\\\\u003c=?|\\\\u003e=?|===?) *[0-9]{1,15}(\\.[0-9]{1,9})? *";

  /** What one line with all thresholds of a script looks like if the engine can judge them. */
  static final String GRAMMAR =
      "  \"thresholds\": \\{("
          + entry(TREND, "(avg|min|max|med|" + PERCENTILE + ")")
          + "|"
          + entry(RATE, "rate")
          + "|"
          + entry(COUNTER, "(count|rate)")
          + ")*  \\},?";

  private static final Pattern METRIC =
      Pattern.compile(" *\"(?<name>[a-z_]+)(\\{(?<tags>.*)\\})?\": \\[.*");
  private static final Pattern EXPRESSION =
      Pattern.compile(
          " *(\"threshold\": )?\"(?<text> *(?<figure>[a-z]+)(\\((?<percentile>[0-9.]+)\\))?"
              + " *(?<sign>\\\\u003c=?|\\\\u003e=?|===?) *(?<limit>[0-9.]+) *)\",?");
  private static final Pattern DELAY =
      Pattern.compile(" *\"delayAbortEval\": (null|\"(?<delay>[0-9.hms]+)\")");
  private static final Pattern STRUCTURE =
      Pattern.compile(" *(\"thresholds\": )?[\\[\\]{}],?| *\"abortOnFail\": true,");
  private static final Pattern DELAY_PART = Pattern.compile("([0-9.]+)(h|ms|m|s)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1),
          "ms", Duration.ofMillis(1));

  private K6Thresholds() {}

  private static String entry(String metric, String figure) {
    String expression = "\" *" + figure + LIMIT + "\"";
    return ("    \"METRIC\": \\[( *(EXPR|\\{ *\"threshold\": EXPR, *\"abortOnFail\": true,"
            + " *\"delayAbortEval\": (null|\"[0-9.hms]+\") *\\}),?)* *\\],?")
        .replace("METRIC", metric)
        .replace("EXPR", expression);
  }

  /**
   * Reads what {@code k6 inspect} prints of thresholds, line by line.
   *
   * @throws IllegalArgumentException if they are not of the grammar
   */
  static List<ToolCriterion> read(List<String> lines) {
    List<ToolCriterion> criteria = new ArrayList<>();
    String name = "";
    Optional<String> tags = Optional.empty();
    for (String line : lines) {
      Matcher metric = METRIC.matcher(line);
      Matcher expression = EXPRESSION.matcher(line);
      Matcher delay = DELAY.matcher(line);
      if (metric.matches()) {
        name = metric.group("name");
        tags = Optional.ofNullable(metric.group("tags")).map(K6Thresholds::unescaped);
      } else if (expression.matches()) {
        criteria.add(criterion(name, tags, expression));
      } else if (delay.matches() && !criteria.isEmpty()) {
        criteria.add(aborting(criteria.removeLast(), Optional.ofNullable(delay.group("delay"))));
      } else if (!STRUCTURE.matcher(line).matches()) {
        throw new IllegalArgumentException("no line of thresholds is '" + line + "'");
      }
    }
    return criteria;
  }

  private static Selection requests(String metric, Optional<String> tags) {
    Optional<String> label = Optional.empty();
    Optional<Outcome> outcome = Optional.empty();
    for (String tag : tags.map(text -> text.split(", *")).orElse(new String[0])) {
      String value = tag.substring(tag.indexOf(':') + 1);
      if (tag.startsWith("name:")) {
        label = Optional.of(value);
      } else {
        outcome = Optional.of(value.equals("true") ? Outcome.OK : Outcome.ERROR);
      }
    }
    return new Selection(kind(metric), label, outcome);
  }

  private static Kind kind(String metric) {
    return switch (metric) {
      case "grpc_req_duration" -> Kind.GRPC;
      case "ws_session_duration" -> Kind.WS;
      case "browser_http_req_duration", "browser_http_req_failed" -> Kind.BROWSER;
      default -> Kind.HTTP;
    };
  }

  private static ToolCriterion criterion(String name, Optional<String> tags, Matcher expression) {
    return new ToolCriterion(
        name
            + tags.map(text -> "{" + text + "}").orElse("")
            + " "
            + unescaped(expression.group("text")).strip(),
        requests(name, tags),
        figure(name, expression),
        comparator(unescaped(expression.group("sign"))),
        new BigDecimal(expression.group("limit")),
        Optional.empty());
  }

  private static Metric figure(String metric, Matcher expression) {
    return switch (expression.group("figure")) {
      case "p" -> new Metric.Percentile(Double.parseDouble(expression.group("percentile")));
      case "med" -> new Metric.Percentile(50);
      case "avg" -> new Metric.Named(Name.MEAN);
      case "min" -> new Metric.Named(Name.MIN);
      case "max" -> new Metric.Named(Name.MAX);
      case "count" -> new Metric.Named(Name.COUNT);
      default -> new Metric.Named(metric.equals("http_reqs") ? Name.RPS : Name.ERROR_RATE);
    };
  }

  private static Comparator comparator(String sign) {
    return switch (sign) {
      case "<" -> Comparator.LESS;
      case "<=" -> Comparator.AT_MOST;
      case ">" -> Comparator.GREATER;
      case ">=" -> Comparator.AT_LEAST;
      default -> Comparator.EQUAL;
    };
  }

  private static ToolCriterion aborting(ToolCriterion criterion, Optional<String> delay) {
    return new ToolCriterion(
        criterion.text(),
        criterion.requests(),
        criterion.metric(),
        criterion.comparator(),
        criterion.limit(),
        Optional.of(delay.map(K6Thresholds::duration).orElse(Duration.ZERO)));
  }

  /** As Go writes it, such as {@code 1m30s} or {@code 1.5s}. */
  private static Duration duration(String text) {
    Duration sum = Duration.ZERO;
    for (Matcher part = DELAY_PART.matcher(text); part.find(); ) {
      BigDecimal nanos =
          new BigDecimal(part.group(1))
              .multiply(BigDecimal.valueOf(UNITS.get(part.group(2)).toNanos()));
      sum = sum.plusNanos(nanos.longValue());
    }
    return sum;
  }

  private static String unescaped(String text) {
    return text.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&");
  }
}
