package ru.perfscale.adapters.persistence;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;

/** What a failure of the database means to whoever called it, by its SQLSTATE. */
enum SqlFault {
  /** Another transaction was in the way; the same work may go through at once. */
  CONFLICTING,
  /** The server is away, going away, or too busy; the same work may go through later. */
  UNAVAILABLE,
  /** A bug of ours, or no fault of the database at all. */
  OTHER;

  private static final Set<String> CONFLICTS =
      Set.of(
          "40001", // serialization_failure
          "40P01"); // deadlock_detected

  private static final Set<String> AWAY =
      Set.of(
          "57P01", // admin_shutdown
          "57P02", // crash_shutdown
          "57P03", // cannot_connect_now
          "57P05", // idle_session_timeout
          "57014", // query_canceled, by statement_timeout
          "55P03", // lock_not_available, by lock_timeout
          "25P03", // idle_in_transaction_session_timeout
          "25006"); // read_only_sql_transaction: a standby, after a failover

  /** Of the first failure of SQL among the causes. */
  static SqlFault of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException
          || cause instanceof SQLTransientConnectionException
          || cause instanceof SQLRecoverableException) {
        return UNAVAILABLE;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return ofState(sql.getSQLState());
      }
    }
    return OTHER;
  }

  private static SqlFault ofState(String state) {
    if (CONFLICTS.contains(state)) {
      return CONFLICTING;
    }
    // Classes: 08 connection exception, 53 insufficient resources (too many connections, disk
    // full).
    boolean away = state.startsWith("08") || state.startsWith("53") || AWAY.contains(state);
    return away ? UNAVAILABLE : OTHER;
  }
}
