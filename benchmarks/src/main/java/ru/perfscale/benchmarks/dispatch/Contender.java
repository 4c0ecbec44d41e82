package ru.perfscale.benchmarks.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/** A way in which several threads share out what is queued in PostgreSQL. */
interface Contender {
  String name();

  /**
   * Queues a round's work; not part of what is measured.
   *
   * @return how much there is
   */
  int prepare() throws Exception;

  /**
   * Claims until nothing is left; called by all threads at the same time.
   *
   * @param left counts down with every claim, of whatever thread
   */
  void claim(AtomicInteger left) throws Exception;
}
