package ru.perfscale.adapters.persistence;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.Transactions;

/**
 * Transactions on a connection that is bound to the thread. When another transaction is in the way
 * (a deadlock, a serialization failure) the outermost one is rolled back and its work runs again, a
 * few times; so work has no effect other than through repositories.
 */
public final class JdbiTransactions implements Transactions {
  private static final Logger log = LoggerFactory.getLogger(JdbiTransactions.class);
  private static final int MOST_ATTEMPTS = 5;
  private static final int LONGEST_PAUSE_MILLIS = 50;

  private final Jdbi jdbi;
  private final ThreadLocal<Handle> current = new ThreadLocal<>();

  JdbiTransactions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Override
  public <T> T call(Supplier<T> work) {
    return inTransaction(handle -> work.get());
  }

  /**
   * Several statements that belong together: in the thread's transaction, or in one of their own.
   */
  public <T> T inTransaction(Function<Handle, T> statements) {
    Handle joined = current.get();
    return joined != null
        ? statements.apply(joined)
        : attempted(() -> jdbi.inTransaction(handle -> bound(handle, statements)));
  }

  /** One statement: in the thread's transaction, or alone, which spares begin and commit. */
  public <T> T statement(Function<Handle, T> statement) {
    Handle joined = current.get();
    return joined != null
        ? statement.apply(joined)
        : attempted(() -> jdbi.withHandle(statement::apply));
  }

  private <T> T bound(Handle handle, Function<Handle, T> statements) {
    current.set(handle);
    try {
      return statements.apply(handle);
    } finally {
      current.remove();
    }
  }

  private static <T> T attempted(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (JdbiException e) {
        switch (SqlFault.of(e)) {
          case OTHER -> throw e;
          case UNAVAILABLE -> throw new StorageUnavailable(e);
          case CONFLICTING -> {
            // None of ours should be in each other's way: whoever operates this wants to know.
            log.warn(
                "Attempt {} was in the way of another transaction: {}", attempt, e.getMessage());
            if (attempt == MOST_ATTEMPTS || !paused()) {
              throw new StorageUnavailable(e);
            }
          }
        }
      }
    }
  }

  /** A pause of random length lets those that were in each other's way come apart. */
  private static boolean paused() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
