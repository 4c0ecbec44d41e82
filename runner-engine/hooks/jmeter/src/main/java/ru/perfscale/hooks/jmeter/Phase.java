package ru.perfscale.hooks.jmeter;

import org.apache.jmeter.threads.PostThreadGroup;
import org.apache.jmeter.threads.SetupThreadGroup;

/** Which part of a plan a sampler belongs to; the ordinals are those of the sample frames. */
enum Phase {
  MAIN,
  SETUP,
  TEARDOWN;

  /**
   * The phase of what is below a node of the plan, {@code outer} being the phase of the node
   * itself.
   */
  static Phase below(Object node, Phase outer) {
    if (node instanceof SetupThreadGroup) {
      return SETUP;
    }
    return node instanceof PostThreadGroup ? TEARDOWN : outer;
  }
}
