package ru.perfscale.runner.engine.internal.sample;

import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Series;

/**
 * Kind, outcome and phase of a sample in the bits of the frame format: 0–2 kind, 3 outcome, 4–5
 * phase. Within the engine bit 6 is the measure.
 */
public final class Traits {
  static final int RESPONSE = 1 << 6;
  private static final int BITS = 7;
  private static final Kind[] KINDS = Kind.values();
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final Phase[] PHASES = Phase.values();
  private static final Measure[] MEASURES = Measure.values();

  private Traits() {}

  public static int of(Kind kind, Outcome outcome, Phase phase) {
    return kind.ordinal() | outcome.ordinal() << 3 | phase.ordinal() << 4;
  }

  /** Whether a byte from outside has only values that exist. */
  static boolean valid(int traits) {
    return (traits & 7) < KINDS.length && (traits >> 4 & 3) < PHASES.length && traits >> 6 == 0;
  }

  static boolean isError(int traits) {
    return (traits & 1 << 3) != 0;
  }

  /** One number for a series. */
  static int key(int label, int traits) {
    return label << BITS | traits;
  }

  static int labelOf(int key) {
    return key >>> BITS;
  }

  static Series series(String label, int key) {
    return new Series(
        label,
        KINDS[key & 7],
        OUTCOMES[key >> 3 & 1],
        PHASES[key >> 4 & 3],
        MEASURES[key >> 6 & 1]);
  }
}
