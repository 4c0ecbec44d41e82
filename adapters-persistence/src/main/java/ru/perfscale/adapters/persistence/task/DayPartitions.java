package ru.perfscale.adapters.persistence.task;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.persistence.JdbiTransactions;

/**
 * Makes the partitions of the days ahead, and drops those of days that are no longer kept. What a
 * pinned task has there is copied to where it stays; a day of which something is not summed yet
 * waits. Several servers may do it at the same time.
 */
public final class DayPartitions {
  private static final Logger log = LoggerFactory.getLogger(DayPartitions.class);

  /** Any number that nothing else in this database uses as an advisory lock: "days" in ASCII. */
  private static final long KEY = 0x64617973;

  private static final List<String> PARENTS = List.of("series_roll_up", "frame");

  /** So many that a server that could make none for some days still has today's. */
  private static final int DAYS_AHEAD = 7;

  private static final String ADD =
      """
      SELECT count(*) FILTER (
        WHERE add_day(:parent, CAST(now() AT TIME ZONE 'UTC' AS date) + ahead))
      FROM generate_series(0, :ahead) AS ahead
      """;

  private static final String OLD =
      """
      SELECT DISTINCT to_date(right(c.relname, 8), 'YYYYMMDD') AS day
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent IN (CAST('frame' AS regclass), CAST('series_roll_up' AS regclass))
        AND c.relname ~ '_[0-9]{8}$'
        AND to_date(right(c.relname, 8), 'YYYYMMDD') < CAST(now() AT TIME ZONE 'UTC' AS date) - :keep
      ORDER BY day
      """;

  private static final String IS_UNSUMMED =
      """
      SELECT EXISTS (
        SELECT FROM summing m
        JOIN frame f ON f.assignment = m.assignment AND f.tenant = m.tenant AND f.seq > m.summed_seq
        WHERE f.day = :day)
      """;

  private static final String FORGET =
      """
      DELETE FROM %s_kept x WHERE NOT EXISTS (
        SELECT FROM assignment a JOIN task t ON t.id = a.task AND t.tenant = a.tenant
        WHERE a.id = x.assignment AND a.tenant = x.tenant AND t.pinned)
      """;

  private final JdbiTransactions transactions;
  private final OptionalInt daysToKeep;

  /**
   * @param daysToKeep how many whole days before today are kept; empty for all of them
   */
  public DayPartitions(JdbiTransactions transactions, OptionalInt daysToKeep) {
    this.transactions = transactions;
    this.daysToKeep = daysToKeep;
  }

  /** Makes what is missing of today and the days ahead; nothing can be stored without. */
  public void ahead() {
    for (String parent : PARENTS) {
      transactions.inTransaction(handle -> isAlone(handle) ? add(handle, parent) : 0);
    }
  }

  /** Makes the days ahead and drops the old ones. */
  public void keep() {
    ahead();
    if (daysToKeep.isPresent()) {
      for (LocalDate day : old(daysToKeep.getAsInt())) {
        transactions.inTransaction(handle -> isAlone(handle) && drop(handle, day));
      }
    }
    for (String parent : PARENTS) {
      transactions.inTransaction(
          handle -> isAlone(handle) ? handle.execute(FORGET.formatted(parent)) : 0);
    }
  }

  /** Whether no other server does the same; until the transaction ends none will. */
  private static boolean isAlone(Handle handle) {
    // Copying and deleting may take longer than any statement of a request; waiting for a table
    // makes all others wait for it, too, and may be tried again.
    handle.execute("SET LOCAL statement_timeout = '10min'");
    handle.execute("SET LOCAL lock_timeout = '1s'");
    return handle
        .createQuery("SELECT pg_try_advisory_xact_lock(:key)")
        .bind("key", KEY)
        .mapTo(Boolean.class)
        .one();
  }

  private static int add(Handle handle, String parent) {
    int added =
        handle
            .createQuery(ADD)
            .bind("parent", parent)
            .bind("ahead", DAYS_AHEAD)
            .mapTo(Integer.class)
            .one();
    if (added > 0) {
      log.info("{} more days of {} can be stored", added, parent);
    }
    return added;
  }

  private List<LocalDate> old(int keep) {
    return transactions.statement(
        handle -> handle.createQuery(OLD).bind("keep", keep).mapTo(LocalDate.class).list());
  }

  private static boolean drop(Handle handle, LocalDate day) {
    boolean unsummed = handle.createQuery(IS_UNSUMMED).bind("day", day).mapTo(Boolean.class).one();
    if (unsummed) {
      log.warn("The results of {} stay, because not all of them are in the totals yet", day);
      return false;
    }
    long kept = 0;
    for (String parent : PARENTS) {
      kept +=
          handle
              .createQuery("SELECT drop_day(:parent, :day)")
              .bind("parent", parent)
              .bind("day", day)
              .mapTo(Long.class)
              .one();
    }
    log.info("The seconds of {} are dropped; {} rows of pinned tasks are kept", day, kept);
    return true;
  }
}
