package ru.perfscale.agent.protocol;

import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * A numbered part of what a run measured. What a number means never changes once it was given.
 *
 * @param seq from 1 without a gap
 * @param content what was measured, and in which second
 */
public record Frame(long seq, SecondSnapshot content) {
  public Frame {
    if (seq < 1) {
      throw new IllegalArgumentException("seq is " + seq + ", must be 1 or more");
    }
  }
}
