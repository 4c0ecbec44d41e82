package ru.perfscale.application.task;

import java.util.List;
import ru.perfscale.application.loadtest.DataContents;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.task.AssignmentRepository.Held;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.loadtest.DataFile;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;

/**
 * An agent reads the data files of what it was offered, part by part, so that no server holds more
 * than a part for each agent and a slow line is not cut off. It reads them before it accepts: a run
 * in common with others begins without waiting for them.
 */
public final class FetchDataFile {
  /** The most bytes of a part. */
  public static final int PART = 256 << 10;

  private final AssignmentRepository assignments;
  private final TaskRepository tasks;
  private final DataContents contents;
  private final HearAgent hearAgent;

  /**
   * Which part of which file.
   *
   * @param file counted from 1, in the order of the offer
   * @param from the first byte, counted from 0
   */
  public record Wanted(AssignmentId assignment, Epoch epoch, String boot, int file, int from) {}

  public FetchDataFile(
      AssignmentRepository assignments,
      TaskRepository tasks,
      DataContents contents,
      HearAgent hearAgent) {
    this.assignments = assignments;
    this.tasks = tasks;
    this.contents = contents;
    this.hearAgent = hearAgent;
  }

  /**
   * @return fewer bytes than a whole part at the end, none behind it
   * @throws NotFound when the agent's machine has no such assignment, or that no such file
   * @throws ru.perfscale.domain.Refusal.Conflict when it has it under another epoch, or the boot is
   *     not the agent's present life
   */
  public byte[] part(Agent agent, Wanted wanted) {
    hearAgent.hear(agent, wanted.boot());
    Assignment assignment =
        assignments.heldBy(agent).stream()
            .map(Held::assignment)
            .filter(held -> held.id().equals(wanted.assignment()))
            .findFirst()
            .orElseThrow(() -> new NotFound("Assignment", wanted.assignment().value()));
    assignment.requireHolder(agent.machine(), wanted.epoch());
    List<DataFile> files = tasks.find(assignment.task()).orElseThrow().plan().dataFiles();
    if (wanted.file() > files.size()) {
      throw new NotFound("Data file", Integer.toString(wanted.file()));
    }
    DataFile file = files.get(wanted.file() - 1);
    return contents.part(agent.tenant(), file.sha256(), wanted.from(), PART);
  }
}
