package ru.perfscale.application.task;

import java.util.List;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.ToolCriterion;
import ru.perfscale.domain.task.ToolJudgement;

/**
 * Judges a script's own criteria, by the very rules by which an agent's engine judges them.
 * Thread-safe.
 */
public interface CriterionJudge {
  /**
   * @param totals of all machines of a task, in any order
   * @param latency what their durations are
   */
  ToolJudgement judge(ToolCriterion criterion, List<Interval> totals, LatencyMeaning latency);
}
