package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.simulation.Work.Killed;
import ru.perfscale.application.simulation.Work.Life;

/**
 * Transactions as PostgreSQL has them at READ COMMITTED: a statement sees what was committed when
 * it began, rows that are written or locked are waited for, first come, first served. Between
 * statements, and before and after a commit, others may come between.
 */
final class Database implements Transactions {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(15);

  private final Timeline time;
  private final Workers workers;
  private final Chance chance;
  private final Noise noise;
  private final Faults faults;
  private final List<Table<?, ?>> tables = new ArrayList<>();
  private final Map<Object, Transaction> locks = new HashMap<>();
  private final Map<Object, Deque<Work>> waiting = new HashMap<>();
  private final List<Transaction> open = new ArrayList<>();
  private Runnable afterCommit = () -> {};
  private Optional<CommitFault> commitFault = Optional.empty();
  private Duration ahead = Duration.ZERO;
  private boolean away;
  private boolean quiet = true;

  /** What befalls the next commit. */
  enum CommitFault {
    KILLED_BEFORE,
    KILLED_AFTER
  }

  Database(Timeline time, Workers workers, Chance chance, Noise noise, Faults faults) {
    this.time = time;
    this.workers = workers;
    this.chance = chance;
    this.noise = noise;
    this.faults = faults;
  }

  <K, V> Table<K, V> table(String name) {
    Table<K, V> table = new Table<>(name, this);
    tables.add(table);
    return table;
  }

  void afterCommit(Runnable check) {
    afterCommit = check;
  }

  void disturb() {
    quiet = false;
  }

  void calmDown() {
    quiet = true;
    commitFault = Optional.empty();
    comeBack();
  }

  /** What its clock says, since the schedule began; it may jump. */
  Duration clock() {
    return time.now().plus(ahead);
  }

  Instant instant() {
    return Server.EPOCH.plus(clock());
  }

  void jump(Duration by) {
    ahead = ahead.plus(by);
  }

  void fail(CommitFault fault) {
    commitFault = Optional.of(fault);
  }

  void goAway() {
    away = true;
    for (Transaction transaction : List.copyOf(open)) {
      transaction.work().broken = unavailable();
    }
    open.forEach(transaction -> time.after(Duration.ZERO, () -> workers.wake(transaction.work())));
  }

  void comeBack() {
    away = false;
  }

  boolean isAway() {
    return away;
  }

  private static StorageUnavailable unavailable() {
    return new StorageUnavailable(new IllegalStateException("The database is away"));
  }

  /** The one of the present work; null outside of any, and for whoever only looks on. */
  Transaction transaction() {
    return workers.isWorking() ? workers.current().transaction : null;
  }

  @Override
  public <T> T call(Supplier<T> work) {
    if (workers.current().transaction != null) {
      return work.get();
    }
    if (!quiet && chance.hits(noise.repeated())) {
      faults.count("transaction rolled back and repeated");
      try {
        attempt(
            () -> {
              work.get();
              throw new Repeat();
            });
      } catch (Repeat e) {
        // Another transaction was in the way.
      }
    }
    return attempt(work);
  }

  private static final class Repeat extends Error {
    private static final long serialVersionUID = 1L;
  }

  private <T> T attempt(Supplier<T> work) {
    Work current = workers.current();
    current.broken = null;
    workers.mayStop();
    requireHere();
    Transaction transaction = new Transaction(current);
    current.transaction = transaction;
    open.add(transaction);
    T result;
    try {
      result = work.get();
      workers.mayStop();
      requireHere();
      dieIf(CommitFault.KILLED_BEFORE, transaction);
    } catch (Throwable e) {
      tables.forEach(table -> table.rollBack(transaction));
      end(transaction);
      throw e;
    }
    tables.forEach(table -> table.commit(transaction));
    end(transaction);
    afterCommit.run();
    dieIf(CommitFault.KILLED_AFTER, transaction);
    if (!quiet && transaction.hasWritten() && chance.hits(noise.unknownCommit())) {
      faults.count("commit without an answer");
      throw unavailable();
    }
    workers.mayStop();
    return result;
  }

  private void dieIf(CommitFault fault, Transaction transaction) {
    if (transaction.hasWritten() && commitFault.equals(Optional.of(fault))) {
      commitFault = Optional.empty();
      faults.count("server killed at a commit");
      transaction.work().life().end();
      throw new Killed();
    }
  }

  private void end(Transaction transaction) {
    transaction.work().transaction = null;
    transaction.work().broken = null;
    release(transaction);
  }

  private void release(Transaction transaction) {
    transaction.waitsFor = null;
    if (!open.remove(transaction)) {
      return;
    }
    for (Object lock : transaction.locks()) {
      locks.remove(lock);
      Deque<Work> queue = waiting.getOrDefault(lock, new ArrayDeque<>());
      queue.forEach(work -> time.after(Duration.ZERO, () -> workers.wake(work)));
      waiting.remove(lock);
    }
  }

  /** One statement: in the transaction of the present work, or alone. */
  <T> T statement(Supplier<T> statement) {
    workers.mayStop();
    requireHere();
    return workers.current().transaction == null ? attempt(statement) : statement.get();
  }

  private void requireHere() {
    Work current = workers.current();
    if (away || current.broken != null) {
      throw current.broken == null ? unavailable() : current.broken;
    }
  }

  void lock(Object what) {
    Transaction mine = workers.current().transaction;
    for (Transaction owner = locks.get(what);
        owner != null && owner != mine;
        owner = locks.get(what)) {
      mine.waitsFor = owner;
      requireNoCircle(mine);
      waiting.computeIfAbsent(what, w -> new ArrayDeque<>()).add(mine.work());
      long waits = ++mine.waits;
      time.after(LOCK_TIMEOUT, () -> giveUp(mine, waits));
      workers.stop(mine.work());
      mine.waits++;
      mine.waitsFor = null;
    }
    locks.put(what, mine);
    mine.locks().add(what);
  }

  private void giveUp(Transaction waiting, long waits) {
    if (open.contains(waiting) && waiting.waits == waits) {
      waiting.work().broken = unavailable();
      workers.wake(waiting.work());
    }
  }

  /** A server stands still: it keeps what it has locked for so long only. */
  void standsStill(Life life) {
    for (Transaction transaction : List.copyOf(open)) {
      if (transaction.work().life() == life) {
        time.after(IDLE_TIMEOUT, () -> abandon(transaction));
      }
    }
  }

  private void abandon(Transaction idle) {
    if (open.contains(idle) && idle.work().life().isFrozen()) {
      tables.forEach(table -> table.rollBack(idle));
      release(idle);
      idle.work().broken = unavailable();
    }
  }

  private static void requireNoCircle(Transaction from) {
    for (Transaction next = from.waitsFor; next != null; next = next.waitsFor) {
      if (next == from) {
        throw new Violation("two transactions wait for each other: %s", from);
      }
    }
  }

  boolean isFree(Object what) {
    Transaction owner = locks.get(what);
    return owner == null || owner == transaction();
  }
}
