package ru.perfscale.application.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.task.FinishAssignment.Expected;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;

/**
 * What a run measured and the control plane has not acknowledged. Snapshots get their numbers when
 * they are first sent, and are added up in pairs when too many wait. Also remembers everything it
 * ever had, for the invariants.
 */
final class Spool {
  private static final int MOST_WAITING = 90;
  private static final int MOST_IN_BATCH = 60;

  private final AssignmentId assignment;
  private final Deque<Frame> numbered = new ArrayDeque<>();
  private final List<Frame> all = new ArrayList<>();
  private final Map<Series, Interval> measured = new LinkedHashMap<>();
  private Deque<Snapshot> waiting = new ArrayDeque<>();
  private Runnable news = () -> {};
  private long ackedSeq;
  private boolean ended;
  private boolean discarded;
  private Optional<RunReport> report = Optional.empty();

  Spool(AssignmentId assignment) {
    this.assignment = assignment;
  }

  AssignmentId assignment() {
    return assignment;
  }

  /** Who is told that there is something to do, at most once. */
  void tell(Runnable whom) {
    news = whom;
  }

  private void thereIsNews() {
    Runnable told = news;
    news = () -> {};
    told.run();
  }

  void add(Snapshot snapshot) {
    if (ended) {
      return;
    }
    snapshot.intervals().forEach(each -> Snapshot.add(measured, each));
    waiting.add(snapshot);
    if (waiting.size() > MOST_WAITING) {
      addUpPairs();
    }
    thereIsNews();
  }

  private void addUpPairs() {
    Deque<Snapshot> coarser = new ArrayDeque<>();
    while (!waiting.isEmpty()) {
      Snapshot next = waiting.poll();
      coarser.add(waiting.isEmpty() ? next : next.plus(waiting.poll()));
    }
    waiting = coarser;
  }

  void end() {
    ended = true;
    thereIsNews();
  }

  void end(RunReport how) {
    if (!discarded) {
      report = Optional.of(how);
    }
    end();
  }

  Optional<RunReport> report() {
    return report;
  }

  void discard() {
    waiting.clear();
    numbered.clear();
    discarded = true;
    end();
  }

  boolean isDiscarded() {
    return discarded;
  }

  boolean isAllDelivered() {
    return ended && waiting.isEmpty() && numbered.isEmpty();
  }

  /** The frames behind the last acknowledged one, sent before or not. */
  List<Frame> next() {
    List<Frame> batch = new ArrayList<>();
    for (Frame frame : numbered) {
      if (batch.size() < MOST_IN_BATCH) {
        batch.add(frame);
      }
    }
    while (!waiting.isEmpty() && batch.size() < MOST_IN_BATCH) {
      Frame frame = waiting.poll().numbered(all.size() + 1L);
      all.add(frame);
      numbered.add(frame);
      batch.add(frame);
    }
    return batch;
  }

  /**
   * @return whether that was news
   */
  boolean acknowledge(long seq) {
    if (seq < ackedSeq || seq > all.size()) {
      throw new Violation(
          "%s: %d frames are acknowledged where %d were sent and %d were acknowledged before",
          assignment, seq, all.size(), ackedSeq);
    }
    while (!numbered.isEmpty() && numbered.peek().seq() <= seq) {
      numbered.poll();
    }
    boolean isNews = seq > ackedSeq;
    ackedSeq = seq;
    return isNews;
  }

  long ackedSeq() {
    return ackedSeq;
  }

  /** Every frame that was ever numbered. */
  List<Frame> all() {
    return all;
  }

  /** All that was measured, sent or not. */
  Map<Series, Interval> measured() {
    return measured;
  }

  Expected expected(long lastSeq) {
    Map<Series, Long> counts = new LinkedHashMap<>();
    measured.forEach((series, interval) -> counts.put(series, interval.tally().count()));
    return new Expected(lastSeq, counts);
  }
}
