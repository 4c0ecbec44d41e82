package ru.perfscale.adapters.persistence;

import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleListener;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The transactions of a server that dies at some moment, counted from 1: behind each statement, so
 * also just before each commit, and behind each commit, before anything else begins. What it had
 * not committed is rolled back then, as when a process is killed.
 */
public final class MortalTransactions implements AutoCloseable {
  private final HikariDataSource pool = new HikariDataSource();
  private final JdbiTransactions transactions;
  private int left;

  /** Nothing catches it: whatever was going on is over. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  public MortalTransactions(DatabaseSettings settings, int moment) {
    left = moment;
    pool.setJdbcUrl(settings.url());
    pool.setUsername(settings.user());
    pool.setPassword(settings.password());
    pool.setMaximumPoolSize(1);
    Jdbi jdbi = Jdbi.create(pool);
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            pass();
          }
        });
    jdbi.getConfig(Handles.class)
        .addListener(
            new HandleListener() {
              @Override
              public void handleCreated(Handle handle) {
                pass();
              }

              @Override
              public void handleClosed(Handle handle) {}
            });
    transactions = new JdbiTransactions(jdbi);
  }

  public JdbiTransactions transactions() {
    return transactions;
  }

  private void pass() {
    left--;
    if (left == 0) {
      throw new Death();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
