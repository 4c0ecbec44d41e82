package ru.perfscale.adapters.http.memory;

import java.util.List;
import ru.perfscale.application.task.ReportRepository;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.TaskRef;

public record MemoryReports(Memory memory) implements ReportRepository {
  @Override
  public void save(TaskRef task, AssignmentReport report) {
    memory.reports.put(report.assignment(), report);
  }

  @Override
  public List<AssignmentReport> of(TaskRef task) {
    return Memory.copyOf(memory.assignments).stream()
        .filter(assignment -> assignment.task().equals(task))
        .map(assignment -> memory.reports.get(assignment.id()))
        .filter(report -> report != null)
        .toList();
  }
}
