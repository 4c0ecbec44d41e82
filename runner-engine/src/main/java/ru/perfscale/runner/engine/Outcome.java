package ru.perfscale.runner.engine;

/** The tool's own judgement of a request. */
public enum Outcome {
  /** Good. */
  OK,
  /** Bad, or never answered. */
  ERROR
}
