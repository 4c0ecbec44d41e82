package ru.perfscale.adapters.persistence.task;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.TaskRef;

/**
 * The numbers of a task's series; what is new gets one. Several machines of a task may bring the
 * same series at the same time: the second one waits for the first, and all number theirs in one
 * order, so that nobody waits in a circle. Numbers never change, so that those which are certainly
 * stored are remembered. Thread-safe.
 */
final class SeriesNumbers {
  private static final int MOST_REMEMBERED = 200_000;

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
      ON CONFLICT DO NOTHING
      """;

  private static final String ALL =
      """
      SELECT id, label, kind, outcome, phase, measure FROM series
      WHERE tenant = :tenant AND task = :task
      """;

  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::label)
          .thenComparing(Series::kind)
          .thenComparing(Series::outcome)
          .thenComparing(Series::phase)
          .thenComparing(Series::measure);

  private final Map<TaskRef, Map<Series, Long>> remembered = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  Map<Series, Long> of(Handle handle, TaskRef task, Collection<Series> wanted) {
    Optional<Map<Series, Long>> known = known(task, wanted);
    if (known.isPresent()) {
      return known.get();
    }
    Map<Series, Long> stored = find(handle, task, wanted);
    // Found before this transaction added any: whoever stored them has committed.
    remember(task, stored);
    List<Series> missing =
        wanted.stream().filter(series -> !stored.containsKey(series)).sorted(ORDER).toList();
    if (!missing.isEmpty()) {
      add(handle, task, missing);
      stored.putAll(find(handle, task, missing));
    }
    return stored;
  }

  /** The numbers of these and maybe others; empty when not all of them are remembered. */
  Optional<Map<Series, Long>> known(TaskRef task, Collection<Series> wanted) {
    return Optional.of(remembered(task)).filter(all -> all.keySet().containsAll(wanted));
  }

  /** All of a task, by their numbers. */
  static Map<Long, Series> byNumber(Handle handle, TaskRef task) {
    Map<Long, Series> series = new HashMap<>();
    handle
        .createQuery(ALL)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .map((row, context) -> series.put(row.getLong("id"), IntervalRow.series(row)))
        .forEach(previous -> {});
    return series;
  }

  private static Map<Series, Long> find(Handle handle, TaskRef task, Collection<Series> wanted) {
    Map<Series, Long> numbers = new HashMap<>();
    handle
        .createQuery(FIND)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .bind("labels", Columns.texts(wanted.stream().map(Series::label).distinct().toList()))
        .map((row, context) -> numbers.put(IntervalRow.series(row), row.getLong("id")))
        .forEach(previous -> {});
    return numbers;
  }

  private static void add(Handle handle, TaskRef task, List<Series> missing) {
    handle
        .createUpdate(ADD)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .bind("labels", texts(missing, Series::label))
        .bind("kinds", texts(missing, s -> IntervalRow.word(s.kind())))
        .bind("outcomes", texts(missing, s -> IntervalRow.word(s.outcome())))
        .bind("phases", texts(missing, s -> IntervalRow.word(s.phase())))
        .bind("measures", texts(missing, s -> IntervalRow.word(s.measure())))
        .execute();
  }

  private static Argument texts(List<Series> series, Function<Series, String> part) {
    return Columns.texts(series.stream().map(part).toList());
  }

  private synchronized Map<Series, Long> remembered(TaskRef task) {
    return remembered.getOrDefault(task, Map.of());
  }

  private synchronized void remember(TaskRef task, Map<Series, Long> numbers) {
    // Another map, because somebody may be reading the one before.
    Map<Series, Long> known = new HashMap<>(remembered(task));
    size -= known.size();
    known.putAll(numbers);
    size += known.size();
    remembered.put(task, known);
    Iterator<Map<Series, Long>> eldest = remembered.values().iterator();
    while (size > MOST_REMEMBERED && eldest.hasNext()) {
      size -= eldest.next().size();
      eldest.remove();
    }
  }
}
