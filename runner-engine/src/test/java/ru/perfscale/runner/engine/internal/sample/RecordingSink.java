package ru.perfscale.runner.engine.internal.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ru.perfscale.runner.engine.Series;

/** Writes down what a reader understood, in the words of the vectors. */
public final class RecordingSink implements SampleSink {
  public final List<String> heard = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();

  @Override
  public int label(byte[] text, int from, int to) {
    String label = new String(text, from, to - from, StandardCharsets.UTF_8);
    if (!labels.contains(label)) {
      labels.add(label);
    }
    return labels.indexOf(label);
  }

  @Override
  public void sample(int label, int traits, long end, long duration, long response) {
    Series series = Traits.series(labels.get(label), traits);
    heard.add(
        ("sample " + series.label() + "|")
            + (series.kind() + "|" + series.outcome() + "|" + series.phase() + "|")
                .toLowerCase(Locale.ROOT)
            + (number(end) + "|" + number(duration) + "|" + number(response)));
  }

  private static String number(long value) {
    return value == AT_ARRIVAL ? "-" : Long.toString(value);
  }

  @Override
  public void users(long count) {
    heard.add("users " + count);
  }

  @Override
  public void malformed(long count) {
    heard.add("malformed " + count);
  }
}
