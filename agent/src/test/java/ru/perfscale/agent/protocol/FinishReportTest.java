package ru.perfscale.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.StopReport;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.criteria.Comparator;
import ru.perfscale.runner.engine.criteria.Metric;
import ru.perfscale.runner.engine.criteria.Selection;
import ru.perfscale.runner.engine.criteria.ToolCriterion;
import ru.perfscale.runner.engine.criteria.ToolJudgement;

class FinishReportTest {
  private static final ToolCriterion RULE =
      new ToolCriterion(
          "http_req_duration{name:/} p(99.9)<=500.50",
          new Selection(Kind.HTTP, Optional.of("/"), Optional.of(Outcome.ERROR)),
          new Metric.Percentile(99.9),
          Comparator.AT_MOST,
          new BigDecimal("500.50"),
          Optional.empty());
  private static final ToolJudgement BROKEN = new ToolJudgement(RULE, false, "was crossed");

  private static FinishReport report(
      End end,
      ToolVerdict verdict,
      List<ToolJudgement> criteria,
      Optional<Instant> askedAt,
      long malformed) {
    return FinishReport.of(
        new RunResult(
            end,
            verdict,
            false,
            criteria,
            List.of("a warning"),
            OptionalInt.of(0),
            "the message",
            new LatencyMeaning("all of it", Duration.ofNanos(1)),
            new SampleCounts(10, 0, 0, malformed, 0, 0, 3, false),
            List.of(),
            new LogTail("log", 3, 0),
            new StopReport(Means.CGROUP, askedAt, Instant.EPOCH, 0, true),
            Optional.empty()));
  }

  private static FinishReport.End criterionFailed(
      List<ToolJudgement> criteria, Optional<Instant> askedAt) {
    return report(End.COMPLETED, ToolVerdict.CRITERION_FAILED, criteria, askedAt, 0).end();
  }

  @Test
  void whatThisMachinesPartBreaksIsLeftToWhoeverHasAllParts() {
    assertThat(criterionFailed(List.of(BROKEN), Optional.empty()))
        .isEqualTo(FinishReport.End.COMPLETED);
  }

  @Test
  void whatTheToolJudgedOrEndedTheRunIsNot() {
    assertThat(criterionFailed(List.of(), Optional.empty()))
        .isEqualTo(FinishReport.End.CRITERION_FAILED);
    assertThat(criterionFailed(List.of(BROKEN), Optional.of(Instant.EPOCH)))
        .isEqualTo(FinishReport.End.CRITERION_FAILED);
  }

  @Test
  void moreCriteriaThanTravelAreJudgedHere() {
    List<ToolJudgement> many = Collections.nCopies(1_001, BROKEN);
    FinishReport report =
        report(End.COMPLETED, ToolVerdict.CRITERION_FAILED, many, Optional.empty(), 0);

    assertThat(report.end()).isEqualTo(FinishReport.End.CRITERION_FAILED);
    assertThat(report.evidence().criteria()).hasSize(1_000);
    assertThat(report.evidence().warnings().getFirst()).contains("1001 criteria");
  }

  @Test
  void aRunThatBrokeIsNoRunWhateverTheToolSays() {
    assertThat(report(End.FAILED, ToolVerdict.PASSED, List.of(), Optional.empty(), 0).end())
        .isEqualTo(FinishReport.End.TOOL_FAILED);
    assertThat(report(End.FAILED, ToolVerdict.PASSED, List.of(), Optional.empty(), 1).end())
        .isEqualTo(FinishReport.End.COMPLETED);
  }

  @Test
  void aCriterionTravelsWithAllThatItTakesToJudgeIt() {
    FinishReport report =
        report(End.COMPLETED, ToolVerdict.PASSED, List.of(BROKEN), Optional.empty(), 0);
    JsonNode json = Json.object(Json.object(out -> Json.writeReport(out, report, 7))).orElseThrow();

    assertThat(json.get("tool_criteria").get(0).toString())
        .isEqualTo(
            "{\"name\":\"http_req_duration{name:/} p(99.9)<=500.50\",\"passed\":false,"
                + "\"message\":\"was crossed\",\"kind\":\"http\",\"label\":\"/\","
                + "\"outcome\":\"error\",\"figure\":\"p99.9\",\"comparator\":\"<=\","
                + "\"limit\":\"500.50\"}");
    assertThat(json.get("warnings").toString()).isEqualTo("[\"a warning\"]");
    assertThat(json.get("labels_complete").asBoolean()).isFalse();
    assertThat(json.get("clamped").asLong()).isEqualTo(3);
    assertThat(json.get("health").isNull()).isTrue();
  }
}
