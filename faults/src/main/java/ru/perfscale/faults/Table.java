package ru.perfscale.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The outcomes of a campaign as a Markdown table: one line for each thing that must hold. */
final class Table {
  private static final String HEAD =
      """
      | # | must hold | rounds | held | ended | lost acknowledged frames | stuck | double runs \
      | contact lost shown, s, p50 / max | load over, s, p50 / max | agents back, s, p50 / max \
      | others' requests, ms, p99 |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private Table() {}

  static String of(List<Outcome> outcomes) {
    Map<String, List<Outcome>> byFault = new LinkedHashMap<>();
    outcomes.forEach(
        each ->
            byFault
                .computeIfAbsent(
                    "%02d %s".formatted(each.fault().number(), each.fault().holds()),
                    key -> new ArrayList<>())
                .add(each));
    StringBuilder table = new StringBuilder(HEAD);
    new TreeMap<>(byFault).values().forEach(group -> table.append(line(group)));
    return table.append(total(outcomes)).toString();
  }

  private static String line(List<Outcome> group) {
    Fault fault = group.getFirst().fault();
    return cells("" + fault.number(), fault.holds(), group);
  }

  private static String total(List<Outcome> outcomes) {
    return cells("", "all", outcomes);
  }

  private static String cells(String number, String holds, List<Outcome> group) {
    List<String> cells =
        List.of(
            number,
            holds,
            "" + group.size(),
            "" + group.stream().filter(Outcome::held).count(),
            ends(group),
            "" + group.stream().mapToLong(Outcome::lostFrames).sum(),
            "" + group.stream().mapToLong(Outcome::stuck).sum(),
            "" + group.stream().mapToLong(Outcome::doubleRuns).sum(),
            seconds(group, Outcome::contactLost),
            seconds(group, Outcome::loadOver),
            seconds(group, Outcome::attached),
            p99Millis(group));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String ends(List<Outcome> group) {
    Map<String, Long> counts =
        group.stream()
            .flatMap(each -> each.ends().stream())
            .collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String seconds(List<Outcome> group, Function<Outcome, List<Duration>> which) {
    List<Duration> sorted = sorted(group, which);
    return sorted.isEmpty()
        ? "–"
        : String.format(
            Locale.ROOT,
            "%.1f / %.1f",
            rank(sorted, 50).toMillis() / 1000.0,
            sorted.getLast().toMillis() / 1000.0);
  }

  private static String p99Millis(List<Outcome> group) {
    List<Duration> sorted = sorted(group, Outcome::answered);
    return sorted.isEmpty() ? "–" : "" + rank(sorted, 99).toMillis();
  }

  private static List<Duration> sorted(
      List<Outcome> group, Function<Outcome, List<Duration>> which) {
    return group.stream().flatMap(each -> which.apply(each).stream()).sorted().toList();
  }

  static Duration rank(List<Duration> sorted, double percent) {
    return sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
  }
}
