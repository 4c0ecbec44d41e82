package ru.perfscale.application;

import java.util.function.Supplier;

/**
 * Runs work in one database transaction: all of it is stored when it returns, none when it throws.
 * Repositories called inside take part in it; nested calls join the outer one. Thread-safe; a
 * transaction belongs to the thread that runs it.
 */
public interface Transactions {
  <T> T call(Supplier<T> work);

  default void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }
}
