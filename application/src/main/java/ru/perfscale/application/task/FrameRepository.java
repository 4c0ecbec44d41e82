package ru.perfscale.application.task;

import java.util.Collection;
import java.util.List;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.TaskRef;

/** What was measured, second by second and in total. Callers hold the assignment's lock. */
public interface FrameRepository {
  void append(Assignment assignment, List<Frame> frames);

  /** One interval per series: everything stored of this assignment so far. */
  List<Interval> totals(Assignment assignment);

  /** Replaces the totals of these series. */
  void saveTotals(Assignment assignment, Collection<Interval> totals);

  /** The totals of all the task's assignments; a series appears once per assignment. */
  List<Interval> totals(TaskRef task);
}
