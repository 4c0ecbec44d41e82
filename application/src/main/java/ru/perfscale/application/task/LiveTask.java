package ru.perfscale.application.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.TaskRef;

/**
 * The requests of a running task as one server knows them, added up. It knows for each machine up
 * to which frame they are in it, so that nothing is in it twice, and what other servers stored can
 * be added from there. Guarded by its lock.
 */
final class LiveTask {
  final TaskRef task;
  final ReentrantLock lock = new ReentrantLock();

  private final RequestSums sums;
  private final Map<AssignmentId, Long> known = new HashMap<>();
  private Optional<LatencyMeaning> latency = Optional.empty();
  private boolean changed;
  private long writtenAt;

  /**
   * @param writtenAt on the monotonic clock: so long ago that its figures are due
   */
  LiveTask(TaskRef task, RequestSums sums, long writtenAt) {
    this.task = task;
    this.sums = sums;
    this.writtenAt = writtenAt;
  }

  /**
   * Frames that are stored; none are said when an agent delivers again, whose server may have died
   * before it wrote figures. Those that do not follow on what is known, because another server
   * stored some between or another thread was quicker, are left for {@link #catchUp}.
   */
  void stored(AssignmentId assignment, List<Frame> frames, Optional<LatencyMeaning> said) {
    changed = true;
    latency = said.or(() -> latency);
    if (!frames.isEmpty() && known.getOrDefault(assignment, 0L) == frames.getFirst().seq() - 1) {
      frames.forEach(frame -> frame.intervals().forEach(sums::add));
      known.put(assignment, frames.getLast().seq());
    }
  }

  /**
   * Adds what is stored of a machine and not known yet.
   *
   * @param frames whose assignment is locked when nothing of it is known
   */
  void catchUp(Assignment assignment, FrameRepository frames) {
    long seq = known.getOrDefault(assignment.id(), 0L);
    if (seq < assignment.ackedSeq()) {
      (seq == 0 ? frames.totals(assignment) : frames.since(assignment, seq)).forEach(sums::add);
      known.put(assignment.id(), assignment.ackedSeq());
    }
  }

  boolean knowsNothingOf(Assignment assignment) {
    return assignment.ackedSeq() > 0 && !known.containsKey(assignment.id());
  }

  Optional<LatencyMeaning> latency() {
    return latency;
  }

  Figures figures(Optional<LatencyMeaning> meaning) {
    return sums.figures(meaning);
  }

  void written(long now) {
    changed = false;
    writtenAt = now;
  }

  boolean isDue(long now, long paceNanos) {
    return changed && now - writtenAt >= paceNanos;
  }
}
