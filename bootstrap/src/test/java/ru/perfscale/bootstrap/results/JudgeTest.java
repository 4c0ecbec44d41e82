package ru.perfscale.bootstrap.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.StopReport;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.criteria.Criterion;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

class JudgeTest {
  private static final int PASSED = 0;
  private static final int NOT_PASSED = 1;
  private static final int NOT_RUN = 2;

  @Test
  void requestsWithoutErrorsPass() {
    Outcome outcome = judge("k6", run(End.COMPLETED, ToolVerdict.PASSED).requests(100, 0));
    assertThat(outcome.verdict().reasons()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(PASSED);
  }

  @Test
  void fivePercentErrorsFailUnlessSomebodyElseJudgesThem() {
    Run run = run(End.COMPLETED, ToolVerdict.PASSED).requests(95, 5);
    assertThat(codes(judge("k6", run))).containsExactly(Reason.Code.ERROR_RATE);
    assertThat(codes(judge("k6", run, "error_rate < 10%"))).isEmpty();
    assertThat(codes(judge("k6", run, "errors <= 5"))).isEmpty();
    assertThat(codes(judge("k6", run.judgingErrors()))).isEmpty();
    assertThat(codes(judge("k6", run(End.COMPLETED, ToolVerdict.PASSED).requests(96, 4))))
        .isEmpty();
  }

  @Test
  void eachCriterionThatDoesNotHoldIsAReason() {
    Outcome outcome =
        judge(
            "k6",
            run(End.COMPLETED, ToolVerdict.CRITERION_FAILED).requests(10, 0),
            "p95 < 1ms",
            "count >= 10",
            "[nowhere] p50 < 1s");
    assertThat(codes(outcome))
        .containsExactly(Reason.Code.TOOL_CRITERION, Reason.Code.CRITERION, Reason.Code.CRITERION);
    assertThat(outcome.verdict().reasons().get(1).message())
        .isEqualTo("p95 is 12 ms, criterion p95 < 1ms");
    assertThat(outcome.exitCode()).isEqualTo(NOT_PASSED);
  }

  @Test
  void noRequestFailsExceptWithACommandThatHasNone() {
    Run run = run(End.COMPLETED, ToolVerdict.PASSED);
    assertThat(codes(judge("jmeter", run))).containsExactly(Reason.Code.NO_SAMPLES);
    assertThat(judge("jmeter", run).exitCode()).isEqualTo(NOT_PASSED);
    assertThat(judge("custom", run).exitCode()).isEqualTo(PASSED);
  }

  @Test
  void samplesThatCouldNotBeReadMakeItIncomplete() {
    Run run = run(End.FAILED, ToolVerdict.PASSED).requests(100, 0).malformed(3);
    assertThat(codes(judge("k6", run))).containsExactly(Reason.Code.INCOMPLETE);
  }

  @Test
  void aScriptThatTheToolRefusesCouldNotRunButOneThatGaveUpLaterDid() {
    Run refused = run(End.FAILED, ToolVerdict.SCRIPT_ERROR);
    assertThat(codes(judge("k6", refused))).containsExactly(Reason.Code.SCRIPT_ERROR);
    assertThat(judge("k6", refused).exitCode()).isEqualTo(NOT_RUN);
    assertThat(judge("k6", refused.requests(1, 0)).exitCode()).isEqualTo(NOT_PASSED);
  }

  @Test
  void aToolThatBrokeFailed() {
    Outcome outcome = judge("k6", run(End.FAILED, ToolVerdict.TOOL_FAILED).requests(1, 0));
    assertThat(codes(outcome)).containsExactly(Reason.Code.TOOL_FAILED);
    assertThat(outcome.exitCode()).isEqualTo(NOT_PASSED);
  }

  @Test
  void cancelledAndTimedOutAreNeitherPassedNorExplained() {
    Outcome cancelled = judge("k6", run(End.CANCELLED, ToolVerdict.TOOL_FAILED), "p95 < 1ms");
    assertThat(cancelled.verdict().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(cancelled.verdict().reasons()).isEmpty();
    Outcome late = judge("k6", run(End.TIMED_OUT, ToolVerdict.TOOL_FAILED).requests(1, 0));
    assertThat(late.verdict().status()).isEqualTo(TaskStatus.TIMEOUT);
    assertThat(late.exitCode()).isEqualTo(NOT_PASSED);
  }

  @Test
  void whatNeverRanIsJsonToo() throws Exception {
    Outcome outcome = Outcome.notRun(Reason.Code.TOOL_MISSING, "no k6");
    JsonNode json = new ObjectMapper().readTree(ResultJson.of(outcome));
    assertThat(json.at("/verdict/reasons/0/code").asText()).isEqualTo("tool_missing");
    assertThat(json.at("/latency").isNull()).isTrue();
    assertThat(json.at("/total/count").asLong()).isZero();
    assertThat(json.at("/total/p99_999").isNull()).isTrue();
    assertThat(outcome.exitCode()).isEqualTo(NOT_RUN);
  }

  @Test
  void theJsonHasEveryFigureInMilliseconds() throws Exception {
    Outcome outcome = judge("k6", run(End.COMPLETED, ToolVerdict.PASSED).requests(3, 1));
    String text = ResultJson.of(outcome);
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(text).contains("\"resolution_ms\" : 0.000001");
    assertThat(json.at("/verdict/status").asText()).isEqualTo("failed");
    for (String at : List.of("/total", "/labels/a")) {
      assertThat(json.at(at).toString())
          .isEqualTo(
              """
              {"count":4,"errors":1,"error_rate":0.25,"rps":4.0,"min":12.0,"mean":12.0,"max":12.0,\
              "p50":12.0,"p90":12.0,"p95":12.0,"p99":12.0,"p99_9":12.0,"p99_99":12.0,"p99_999":12.0}""");
    }
  }

  private static Outcome judge(String tool, Run run, String... criteria) {
    return new Judge(Stream.of(criteria).map(Criterion::parse).toList()).run(tool, run.result());
  }

  private static List<Reason.Code> codes(Outcome outcome) {
    return outcome.verdict().reasons().stream().map(Reason::code).toList();
  }

  private static Run run(End end, ToolVerdict verdict) {
    return new Run(end, verdict, false, 0, List.of());
  }

  private record Run(
      End end,
      ToolVerdict verdict,
      boolean judgesErrors,
      long malformed,
      List<LatencySnapshot> totals) {
    Run requests(int good, int bad) {
      return new Run(
          end,
          verdict,
          judgesErrors,
          malformed,
          List.of(
              series(good, ru.perfscale.runner.engine.Outcome.OK),
              series(bad, ru.perfscale.runner.engine.Outcome.ERROR)));
    }

    Run judgingErrors() {
      return new Run(end, verdict, true, malformed, totals);
    }

    Run malformed(long records) {
      return new Run(end, verdict, judgesErrors, records, totals);
    }

    /** All of 12 ms. */
    private static LatencySnapshot series(int count, ru.perfscale.runner.engine.Outcome outcome) {
      LatencyHistogram histogram = new LatencyHistogram();
      for (int i = 0; i < count; i++) {
        histogram.add(12_000_000);
      }
      return new LatencySnapshot(
          new Series("a", Kind.HTTP, outcome, Phase.MAIN, Measure.SERVICE),
          count,
          0,
          count * 12_000_000L,
          count == 0 ? Long.MAX_VALUE : 12_000_000,
          count == 0 ? 0 : 12_000_000,
          0,
          1_000_000_000,
          histogram.encode());
    }

    RunResult result() {
      return new RunResult(
          end,
          verdict,
          judgesErrors,
          List.of(),
          List.of(),
          OptionalInt.empty(),
          "the tool's words",
          new LatencyMeaning("whole", Duration.ofNanos(1)),
          new SampleCounts(0, 0, 0, malformed, 0, 0, 0, true),
          totals,
          new LogTail("", 0, 0),
          new StopReport(Means.PID_NAMESPACE, Optional.empty(), Instant.EPOCH, 0, true),
          Optional.empty());
    }
  }
}
