package ru.perfscale.application.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Frame;

/**
 * Assignments as this server last stored something of them. They may have changed since, at any
 * server: whoever goes by one asks the repository whether it is still so. Thread-safe.
 */
final class KnownAssignments {
  private static final int MOST = 10_000;

  private final Map<AssignmentId, Assignment> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AssignmentId, Assignment> eldest) {
          return size() > MOST;
        }
      };

  /** One that the agent held under this epoch, as it is if this frame comes next. */
  synchronized Optional<Assignment> before(Frame frame, AssignmentId id, Agent agent, Epoch epoch) {
    return Optional.ofNullable(known.get(id))
        .filter(last -> last.task().tenant().equals(agent.tenant()))
        .filter(last -> last.machine().equals(Optional.of(agent.machine())))
        .filter(last -> last.epoch().equals(epoch))
        // Another server may have stored what came between.
        .filter(last -> last.ackedSeq() < frame.seq())
        .map(last -> last.acknowledged(frame.seq() - 1));
  }

  synchronized void stored(Assignment assignment) {
    known.remove(assignment.id());
    if (assignment.status() == AssignmentStatus.RUNNING && assignment.ackedSeq() > 0) {
      known.put(assignment.id(), assignment);
    }
  }
}
