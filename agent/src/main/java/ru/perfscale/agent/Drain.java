package ru.perfscale.agent;

/**
 * Whether the agent takes nothing new, and whether the control plane knows. Until then an offer is
 * left unanswered: declined, it would come back at once. Thread-safe.
 */
final class Drain {
  private volatile boolean asked;
  private volatile String knownBy = "";

  void ask() {
    asked = true;
  }

  boolean isAsked() {
    return asked;
  }

  /** The control plane was told by this life of the agent. */
  void known(String boot) {
    knownBy = boot;
  }

  boolean isKnown(String boot) {
    return knownBy.equals(boot);
  }
}
