package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.Evidence;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Observed;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.StopReport;
import ru.perfscale.domain.task.TaskRef;
import ru.perfscale.domain.task.ToolCriterion;

/** What every {@code ReportRepository} does. */
interface ReportRepositoryContract {
  Storage storage();

  @Test
  default void everythingThatIsReportedIsKept() {
    Assignment share = running();
    RunReport run =
        new RunReport(
            RunReport.End.CRITERION_FAILED,
            "p95 is “too” high,\n\tby far",
            true,
            Optional.of(new LatencyMeaning("from sending to the last byte", Duration.ofNanos(7))),
            "the last line\n",
            evidence());
    AssignmentReport report =
        new AssignmentReport(
            share.id(),
            "worker-01",
            run,
            new Coverage(Long.MAX_VALUE, 1.0 / 3),
            OptionalLong.of(Long.MAX_VALUE),
            Workspace.now(),
            share.machine().map(ReportRepositoryContract::observed));

    storage().reports().save(share.task(), report);

    assertThat(storage().reports().of(share.task())).containsExactly(report);
  }

  private static Evidence evidence() {
    return new Evidence(
        List.of("a warning"),
        List.of(
            new ToolCriterion(
                "http_req_duration{name:/é} p(99.9)<=500.5",
                new ToolCriterion.Requests(
                    Series.Kind.HTTP, Optional.of("/é"), Optional.of(Series.Outcome.OK)),
                "p99.9",
                "<=",
                new BigDecimal("500.5"))),
        new Evidence.Samples(false, Long.MAX_VALUE, 3),
        Optional.of(
            new StopReport(
                "cgroup", Optional.of(Instant.EPOCH), Instant.EPOCH.plusNanos(7), 3, true)),
        Optional.of(
            new Evidence.HealthSummary(
                30,
                new GeneratorHealth(
                    1.5,
                    0.97,
                    0.01,
                    new GeneratorHealth.Memory(1L << 40, 1),
                    7,
                    Duration.ofMillis(700),
                    65_536))));
  }

  private static Observed observed(MachineId machine) {
    HealthTally health =
        new HealthTally(
            30, 5, 4, 3, 2, new HealthTally.Worst(0.97, 0.01, Duration.ofMillis(700)), 9);
    return new Observed(machine, health, 1_000, List.of(new Gap(machine, 3, 4)));
  }

  @Test
  default void everyWayToEndIsKept() {
    for (RunReport.End end : RunReport.End.values()) {
      Assignment share = running();
      AssignmentReport report =
          report(share, new RunReport(end, "", false, Optional.empty(), ""), OptionalLong.empty());
      storage().reports().save(share.task(), report);
      assertThat(storage().reports().of(share.task())).containsExactly(report);
    }
  }

  @Test
  default void whatNoTextCanHoldIsNoReasonToLoseAReport() {
    Assignment share = running();
    RunReport spoken =
        new RunReport(RunReport.End.TOOL_FAILED, "a\0b", false, Optional.empty(), "\0");
    storage().reports().save(share.task(), report(share, spoken, OptionalLong.empty()));

    assertThat(storage().reports().of(share.task()).getFirst().run().message())
        .isEqualTo("a\uFFFDb");
  }

  @Test
  default void aGrownCoverageTakesThePlaceOfTheOneBefore() {
    Assignment share = running();
    AssignmentReport lost = report(share, RunReport.lost("silent"), OptionalLong.empty());
    storage().reports().save(share.task(), lost);
    AssignmentReport grown = lost.covered(new Coverage(10, 0.7), lost.observed());
    storage().reports().save(share.task(), grown);

    assertThat(storage().reports().of(share.task())).containsExactly(grown);
  }

  @Test
  default void theReportsOfATaskAreThoseOfAllItsSharesAndOfNoOther() {
    Assignment first = running();
    Workspace workspace = new Workspace(storage(), first.task().tenant());
    Assignment second = workspace.open(storage().tasks().find(first.task()).orElseThrow());
    Assignment foreign = running();
    for (Assignment share : List.of(second, first, foreign)) {
      storage()
          .reports()
          .save(share.task(), report(share, RunReport.lost(""), OptionalLong.empty()));
    }

    assertThat(storage().reports().of(first.task()))
        .extracting(AssignmentReport::assignment)
        .containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(storage().reports().of(new TaskRef(foreign.task().tenant(), first.task().id())))
        .isEmpty();
  }

  private Assignment running() {
    Workspace workspace = Workspace.in(storage());
    return workspace.running(workspace.serving("worker"));
  }

  private static AssignmentReport report(Assignment share, RunReport run, OptionalLong firstStart) {
    return new AssignmentReport(
        share.id(), "worker-01", run, new Coverage(10, 0.5), firstStart, Workspace.now());
  }
}
