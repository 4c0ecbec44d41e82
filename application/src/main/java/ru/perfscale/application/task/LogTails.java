package ru.perfscale.application.task;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ru.perfscale.domain.task.AssignmentReport;

/** What the tools of all machines said last, as one text: whoever failed comes first. */
final class LogTails {
  private static final int MOST = 16 << 10;
  private static final int LEAST_EACH = 1 << 10;

  private LogTails() {}

  static Optional<String> of(List<AssignmentReport> reports) {
    if (reports.size() == 1) {
      return Optional.of(reports.getFirst().run().logTail()).filter(tail -> !tail.isEmpty());
    }
    List<AssignmentReport> said =
        reports.stream().filter(report -> !report.run().logTail().isEmpty()).toList();
    if (said.isEmpty()) {
      return Optional.empty();
    }
    int each = Math.max(LEAST_EACH, MOST / said.size());
    StringBuilder text = new StringBuilder();
    inOrder(said)
        .map(report -> of(report, each))
        .takeWhile(tail -> text.length() + tail.length() <= MOST)
        .forEach(text::append);
    return Optional.of(text.toString());
  }

  private static Stream<AssignmentReport> inOrder(List<AssignmentReport> said) {
    return Stream.concat(
        said.stream().filter(report -> report.run().end().fault().isPresent()),
        said.stream().filter(report -> report.run().end().fault().isEmpty()));
  }

  private static String of(AssignmentReport report, int most) {
    String heading = "==> " + report.machine() + " <==\n";
    String tail = report.run().logTail();
    int from = Math.max(0, tail.length() + heading.length() + 1 - most);
    if (from < tail.length() && Character.isLowSurrogate(tail.charAt(from))) {
      from++;
    }
    String end = tail.substring(Math.min(from, tail.length()));
    return heading + end + (end.endsWith("\n") ? "" : "\n");
  }
}
