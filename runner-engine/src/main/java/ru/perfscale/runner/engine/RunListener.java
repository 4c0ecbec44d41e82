package ru.perfscale.runner.engine;

/** Hears about a run while it goes on. */
@FunctionalInterface
public interface RunListener {
  /**
   * Called once a second, in order k = 0, 1, 2…, also for seconds without samples, always by the
   * same thread of the run; the last call returns before {@link Run#result()} completes. A slow
   * listener delays later calls and loses nothing; an exception is logged and the run goes on.
   */
  void onSecond(SecondSnapshot snapshot);
}
