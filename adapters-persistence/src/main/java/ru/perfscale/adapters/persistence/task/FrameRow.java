package ru.perfscale.adapters.persistence.task;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.Series;

/** A frame as a row. */
final class FrameRow {
  private static final String INTO =
      """
      INSERT INTO frame (tenant, assignment, seq, second, span, users, late, skewed, tool_cores,
        machine_cpu, steal, tool_memory_bytes, available_memory_bytes, run_queue, stall_millis,
        backlog_bytes, intervals)
      """;

  private static final String VALUES =
      """
      :tenant, :assignment, :seq, :second, :span, :users, :late, :skewed, :tool_cores,
        :machine_cpu, :steal, :tool_memory_bytes, :available_memory_bytes, :run_queue,
        :stall_millis, :backlog_bytes, :intervals
      """;

  static final String INSERT = INTO + "VALUES (" + VALUES + ")";

  /** Acknowledges all up to this one. */
  static final String INSERT_LAST =
      """
      WITH stored AS (
        %s)
      UPDATE assignment SET acked_seq = :seq WHERE tenant = :tenant AND id = :assignment
      """
          .formatted(INSERT);

  /** The same while its machine runs it and has delivered all before it, and nothing otherwise. */
  static final String INSERT_NEXT =
      """
      WITH held AS (
        UPDATE assignment SET acked_seq = :seq
        WHERE tenant = :tenant AND id = :assignment AND status = 'running' AND machine = :machine
          AND epoch = :epoch AND acked_seq = :acked_seq
        RETURNING id)
      %s SELECT %s FROM held
      """
          .formatted(INTO, VALUES);

  private FrameRow() {}

  /**
   * @param numbers of all series of the frame
   */
  static <S extends SqlStatement<S>> S bind(
      S statement, Assignment assignment, Frame frame, Map<Series, Long> numbers) {
    Optional<GeneratorHealth> health = frame.health();
    return statement
        .bind("tenant", assignment.task().tenant().key())
        .bind("assignment", assignment.id().value())
        .bind("seq", frame.seq())
        .bind("second", frame.second())
        .bind("span", frame.span())
        .bind("users", Columns.number(frame.users()))
        .bind("late", frame.late())
        .bind("skewed", frame.skewed())
        .bind("tool_cores", health.map(GeneratorHealth::toolCores).orElse(null))
        .bind("machine_cpu", health.map(GeneratorHealth::machineCpu).orElse(null))
        .bind("steal", health.map(GeneratorHealth::steal).orElse(null))
        .bind("tool_memory_bytes", health.map(h -> h.memory().toolBytes()).orElse(null))
        .bind("available_memory_bytes", health.map(h -> h.memory().availableBytes()).orElse(null))
        .bind("run_queue", health.map(GeneratorHealth::runQueue).orElse(null))
        .bind("stall_millis", health.map(h -> h.stall().toMillis()).orElse(null))
        .bind("backlog_bytes", health.map(GeneratorHealth::backlogBytes).orElse(null))
        .bind("intervals", PackedIntervals.pack(frame.intervals(), numbers));
  }
}
