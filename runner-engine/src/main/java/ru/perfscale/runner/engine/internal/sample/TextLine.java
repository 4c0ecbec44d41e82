package ru.perfscale.runner.engine.internal.sample;

import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.internal.text.Decimal;

/** Reads one line {@code DURATION OUTCOME[@END] LABEL} of docs/sample-frames.md. */
final class TextLine {
  private static final int OK = Traits.of(Kind.CUSTOM, Outcome.OK, Phase.MAIN);
  private static final int ERROR = Traits.of(Kind.CUSTOM, Outcome.ERROR, Phase.MAIN);
  private static final int MILLIS_TO_NANOS = 6;
  private static final int SECONDS_TO_NANOS = 9;

  private TextLine() {}

  /** Hands the sample on; false if the line is not one. */
  static boolean read(byte[] text, int from, int to, SampleSink sink) {
    int durationEnd = indexOf(text, from, to, ' ');
    int outcomeEnd = indexOf(text, durationEnd + 1, to, ' ');
    if (outcomeEnd >= to - 1) {
      return false;
    }
    long duration = duration(text, from, durationEnd);
    int at = Math.min(indexOf(text, durationEnd + 1, outcomeEnd, '@'), outcomeEnd);
    int traits = traits(text, durationEnd + 1, at);
    long end =
        at == outcomeEnd
            ? SampleSink.AT_ARRIVAL
            : Decimal.parse(text, at + 1, outcomeEnd, SECONDS_TO_NANOS);
    boolean endInvalid = at != outcomeEnd && end == Decimal.INVALID;
    boolean durationInvalid = duration == Decimal.INVALID && !isDash(text, from, durationEnd);
    if (traits < 0 || endInvalid || durationInvalid) {
      return false;
    }
    int label = sink.label(text, outcomeEnd + 1, to);
    sink.sample(label, traits, end, duration, SampleSink.NOT_MEASURED);
    return true;
  }

  /** {@link SampleSink#NOT_MEASURED} for a dash, which is also what an invalid number gives. */
  private static long duration(byte[] text, int from, int to) {
    return Decimal.parse(text, from, to, MILLIS_TO_NANOS);
  }

  private static boolean isDash(byte[] text, int from, int to) {
    return to - from == 1 && text[from] == '-';
  }

  private static int traits(byte[] text, int from, int to) {
    if (to - from == 2 && text[from] == 'o' && text[from + 1] == 'k') {
      return OK;
    }
    boolean error =
        to - from == 5
            && text[from] == 'e'
            && text[from + 1] == 'r'
            && text[from + 2] == 'r'
            && text[from + 3] == 'o'
            && text[from + 4] == 'r';
    return error ? ERROR : -1;
  }

  private static int indexOf(byte[] text, int from, int to, char wanted) {
    int at = from;
    while (at < to && text[at] != wanted) {
      at++;
    }
    return at;
  }
}
