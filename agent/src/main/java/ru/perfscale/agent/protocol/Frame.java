package ru.perfscale.agent.protocol;

import static java.util.Objects.requireNonNull;

import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * A numbered part of what a run measured. What a number means never changes once it was sent.
 *
 * @param seq from 1 without a gap
 * @param span how many seconds it is the sum of: 1, 10 or 60
 * @param content what was measured, and in which second; with a span, the first of its seconds
 */
public record Frame(long seq, int span, SecondSnapshot content) {
  public Frame {
    requireNonNull(content, "content");
    if (seq < 1) {
      throw new IllegalArgumentException("seq is " + seq + ", must be 1 or more");
    }
    if (span != 1 && span != 10 && span != 60) {
      throw new IllegalArgumentException("span is " + span + ", must be 1, 10 or 60");
    }
    if (content.second() % span != 0) {
      throw new IllegalArgumentException(
          "second is " + content.second() + ", must be a multiple of the span " + span);
    }
  }

  /** One of a single second. */
  public Frame(long seq, SecondSnapshot content) {
    this(seq, 1, content);
  }
}
