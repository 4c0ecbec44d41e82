package ru.perfscale.adapters.http.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.application.task.FinishAssignment.Expected;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Evidence;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;

/** How a run ended, on the wire. */
final class ReportJson {
  private static final int MOST_SERIES = 20_000;
  private static final int MOST_MESSAGE = 4_000;
  private static final int MOST_LOG_TAIL = 16 << 10;
  private static final long MOST_RESOLUTION_NANOS = 1_000_000_000_000L;

  /** A report, and what must be stored before it counts. */
  record Report(Epoch epoch, Expected expected, RunReport run) {}

  private record Count(Series series, long samples) {}

  private ReportJson() {}

  static Report read(Fields fields) {
    long epoch = OfferRoutes.epoch(fields);
    RunReport.End end = fields.oneOf("end", RunReport.End.class);
    String message = fields.spokenText("message");
    boolean judgesErrors = fields.flag("judges_errors");
    Optional<LatencyMeaning> latency = fields.optionalObject("latency", ReportJson::latency);
    long lastSeq = fields.whole("last_seq", 0, Long.MAX_VALUE);
    List<Count> counts = fields.objects("counts", MOST_SERIES, ReportJson::count);
    String logTail = fields.spokenText("log_tail");
    Evidence evidence = EvidenceJson.read(fields);
    return fields.orThrow(
        () ->
            new Report(
                new Epoch(epoch),
                new Expected(lastSeq, bySeries(counts)),
                new RunReport(
                    end,
                    SpokenText.beginning(message, MOST_MESSAGE),
                    judgesErrors,
                    latency,
                    SpokenText.end(logTail, MOST_LOG_TAIL),
                    evidence)));
  }

  static Optional<LatencyMeaning> latency(Fields fields) {
    String meaning = fields.spokenText("meaning");
    long resolution = fields.whole("resolution_nanos", 1, MOST_RESOLUTION_NANOS);
    return fields.make(
        () ->
            new LatencyMeaning(
                SpokenText.beginning(meaning, MOST_MESSAGE), Duration.ofNanos(resolution)));
  }

  private static Optional<Count> count(Fields fields) {
    Optional<Series> series = SeriesJson.read(fields);
    long samples = fields.whole("count", 0, Long.MAX_VALUE / MOST_SERIES);
    return fields.make(() -> new Count(series.orElseThrow(), samples));
  }

  private static Map<Series, Long> bySeries(List<Count> counts) {
    return counts.stream().collect(Collectors.toMap(Count::series, Count::samples, Long::sum));
  }
}
