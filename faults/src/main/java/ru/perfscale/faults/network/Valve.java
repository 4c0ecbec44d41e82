package ru.perfscale.faults.network;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The condition of one network, and the connections that it holds for. Thread-safe. */
final class Valve {
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private Condition condition = Condition.WHOLE;

  /** From now on it is so. A cut ends what is connected. */
  void set(Condition next) {
    synchronized (this) {
      condition = next;
      notifyAll();
    }
    if (next == Condition.CUT) {
      endAll();
    }
  }

  synchronized Condition condition() {
    return condition;
  }

  /**
   * Waits where nothing passes for now.
   *
   * @param up whether it is something that a client sends
   * @return whether it passes; otherwise it is swallowed
   */
  synchronized boolean passes(boolean up) throws InterruptedException {
    while (condition == Condition.BLACKHOLE) {
      wait();
    }
    return condition == Condition.WHOLE
        || condition == Condition.NOTHING_UP && !up
        || condition == Condition.NOTHING_DOWN && up;
  }

  void add(Closeable connection) {
    open.add(connection);
    if (condition() == Condition.CUT) {
      endAll();
    }
  }

  void remove(Closeable connection) {
    open.remove(connection);
  }

  void endAll() {
    for (Closeable connection : open) {
      try {
        connection.close();
      } catch (IOException e) {
        // It ended by itself.
      }
    }
  }
}
