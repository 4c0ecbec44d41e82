package ru.perfscale.application.task;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.TaskRef;

/** What was measured, second by second and in total. */
public interface FrameRepository {
  /**
   * Locks an assignment alone, so that the machines of a task are in each other's way for nothing
   * but their own row. Whoever does that locks no task until the transaction ends.
   */
  Optional<Assignment> lock(TenantId tenant, AssignmentId id);

  /**
   * Stores frames of an assignment that the caller has locked, and with them how far it is
   * acknowledged. When the assignment has ended they are {@link #unfigured} from then on.
   *
   * @param frames at least one, contiguous; the first is the one behind the last stored
   * @return the assignment as it is stored now
   */
  Assignment append(Assignment assignment, List<Frame> frames);

  /**
   * Stores one frame of an assignment that nobody has locked, if it is still as the caller knew it:
   * at once, which spares looking at it and locking it first.
   *
   * @param known running, with at least one frame stored
   * @param frame the one behind the last stored
   * @return the assignment as it is stored now; empty when something has changed, or when the frame
   *     brings something that was never stored before: then it is not stored
   */
  default Optional<Assignment> appendNext(Assignment known, Frame frame) {
    return Optional.empty();
  }

  /** A task's assignments as they are now, with how far each is acknowledged; none is locked. */
  List<Assignment> sources(TaskRef task);

  /** The same of some tasks of one tenant. */
  default List<Assignment> sources(Collection<TaskRef> tasks) {
    return tasks.stream().flatMap(task -> sources(task).stream()).toList();
  }

  /**
   * What the frames behind {@code seq} and up to the assignment's acknowledged one brought; a
   * series may appear several times.
   */
  List<Interval> since(Assignment assignment, long seq);

  /** One interval per series: everything stored of this assignment as of now. */
  List<Interval> totals(Assignment assignment);

  /** The totals of all the task's assignments; a series appears once per assignment. */
  List<Interval> totals(TaskRef task);

  /** Tasks whose figures do not hold everything that came after the end of an assignment. */
  List<TaskRef> unfigured(int most);

  /** The assignments of which something came after their end that is not in the task's figures. */
  List<AssignmentId> unfigured(TaskRef task);

  /** The figures hold all that is stored. The caller has locked the task since it read them. */
  void figured(TaskRef task);

  /**
   * Some seconds of an assignment.
   *
   * @param intervals one per series
   * @param isWhole whether all seconds of the assignment are still kept
   */
  record Window(List<Interval> intervals, boolean isWhole) {
    public Window {
      intervals = List.copyOf(intervals);
    }
  }

  /**
   * What was measured from second {@code from} on and before second {@code to}.
   *
   * @param label empty for all labels
   */
  Window window(Assignment assignment, Optional<String> label, long from, long to);
}
