package ru.perfscale.agent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.agent.CommonStart.Beginning;
import ru.perfscale.agent.journal.Journal;
import ru.perfscale.agent.protocol.WorkOrder;
import ru.perfscale.runner.engine.DataFile;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * What an accepted assignment asks of the engine.
 *
 * @param dataFiles what the script reads, as it lies on this machine
 * @param together when all machines of the task begin; empty when there is one only
 */
record EngineOrder(WorkOrder work, List<DataFile> dataFiles, Optional<Beginning> together) {
  RunSpec spec(Timing timing) {
    RunSpec.Builder spec =
        RunSpec.builder(work.tool(), work.script())
            .environment(work.environment())
            .share(work.share())
            .timeLimit(work.timeLimit())
            .grace(timing.grace())
            .supervisorDeadline(Timing.supervisorDeadline(work.contactLimit()));
    OptionalInt users = work.users();
    users.ifPresent(spec::users);
    work.duration().ifPresent(spec::duration);
    together.map(Beginning::instant).ifPresent(spec::secondZero);
    dataFiles.forEach(spec::dataFile);
    return spec.build();
  }

  /** The seconds of the results are those of the common start, also for one that missed some. */
  RunListener into(Journal journal) {
    long missed = together.map(Beginning::second).orElse(0L);
    return second -> journal.add(missed == 0 ? second : later(second, missed));
  }

  private static SecondSnapshot later(SecondSnapshot second, long missed) {
    return new SecondSnapshot(
        second.second() + missed,
        second.series(),
        second.users(),
        second.late(),
        second.skewed(),
        second.health());
  }
}
