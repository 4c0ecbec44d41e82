package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Coverage;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.TaskRef;

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
            "the last line\n");
    AssignmentReport report =
        new AssignmentReport(
            share.id(),
            "worker-01",
            run,
            new Coverage(Long.MAX_VALUE, 1.0 / 3),
            OptionalLong.of(Long.MAX_VALUE),
            Workspace.now());

    storage().reports().save(share.task(), report);

    assertThat(storage().reports().of(share.task())).containsExactly(report);
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
    AssignmentReport grown = lost.covered(new Coverage(10, 0.7));
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
