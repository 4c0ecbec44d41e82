package ru.perfscale.runner.engine;

/** What a duration is measured from. */
public enum Measure {
  /** From the actual start of the request, as the tool measures it. */
  SERVICE,
  /** From the intended start of the request; only from tools that know it. */
  RESPONSE
}
