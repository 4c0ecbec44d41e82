package ru.perfscale.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * Remembers the lives of one agent. The control plane lets a new life begin only if the one that it
 * knows is not in contact, or if the new one knows that it is over: that tells an agent that was
 * restarted from a second one with a copied credential.
 */
public interface Lives {
  /**
   * A life begins. It must be remembered before the control plane hears of it.
   *
   * @return the lives before, as far as the control plane may know them; all of them are over
   */
  List<String> begin(String boot);

  /** The control plane knows this life, so that none before it matters any more. */
  void known(String boot);

  /** Remembers as long as this process lives. */
  static Lives inMemory() {
    return new Lives() {
      private final List<String> lives = new ArrayList<>();

      @Override
      public synchronized List<String> begin(String boot) {
        List<String> before = List.copyOf(lives);
        lives.add(boot);
        return before;
      }

      @Override
      public synchronized void known(String boot) {
        lives.clear();
        lives.add(boot);
      }
    };
  }
}
