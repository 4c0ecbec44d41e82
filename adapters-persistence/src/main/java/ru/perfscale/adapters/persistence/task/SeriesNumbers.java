package ru.perfscale.adapters.persistence.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.TaskRef;

/**
 * The numbers of a task's series; what is new gets the next one. Whoever asks holds the task's
 * lock, so nobody else numbers series of the same task meanwhile.
 */
final class SeriesNumbers {
  private static final String FIND =
      """
      SELECT id, label, kind, outcome, phase, measure FROM series
      WHERE tenant = :tenant AND task = :task AND label = ANY (:labels)
      """;

  private static final String ADD =
      """
      INSERT INTO series (tenant, task, label, kind, outcome, phase, measure)
      SELECT :tenant, :task, u.label, u.kind, u.outcome, u.phase, u.measure
      FROM unnest(:labels, :kinds, :outcomes, :phases, :measures)
        WITH ORDINALITY AS u (label, kind, outcome, phase, measure, place)
      ORDER BY u.place
      RETURNING id, label, kind, outcome, phase, measure
      """;

  private SeriesNumbers() {}

  static Map<Series, Long> of(Handle handle, TaskRef task, Collection<Series> wanted) {
    Map<Series, Long> numbers = new HashMap<>();
    handle
        .createQuery(FIND)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .bind("labels", Columns.texts(wanted.stream().map(Series::label).distinct().toList()))
        .map((row, context) -> numbers.put(IntervalRow.series(row), row.getLong("id")))
        .forEach(previous -> {});
    List<Series> missing = wanted.stream().filter(s -> !numbers.containsKey(s)).toList();
    if (!missing.isEmpty()) {
      handle
          .createQuery(ADD)
          .bind("tenant", task.tenant().key())
          .bind("task", task.id().value())
          .bind("labels", texts(missing, Series::label))
          .bind("kinds", texts(missing, s -> IntervalRow.word(s.kind())))
          .bind("outcomes", texts(missing, s -> IntervalRow.word(s.outcome())))
          .bind("phases", texts(missing, s -> IntervalRow.word(s.phase())))
          .bind("measures", texts(missing, s -> IntervalRow.word(s.measure())))
          .map((row, context) -> numbers.put(IntervalRow.series(row), row.getLong("id")))
          .forEach(previous -> {});
    }
    return numbers;
  }

  private static Argument texts(List<Series> series, Function<Series, String> part) {
    return Columns.texts(series.stream().map(part).toList());
  }
}
