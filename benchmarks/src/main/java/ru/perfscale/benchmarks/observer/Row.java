package ru.perfscale.benchmarks.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ru.perfscale.benchmarks.Rounds;

/** One tool's rounds and what the table says of them. */
final class Row {
  static final String HEADER =
      """
      | tool | share of the request rate kept: median (interval; least … greatest) | bar | requests/s alone | under the engine | CPU µs per request alone | under the engine | of it the engine | target's core | rounds with steal > 2 % |
      |---|---|---|---|---|---|---|---|---|---|""";

  private final Subject subject;
  private final List<Window> alone = new ArrayList<>();
  private final List<Window> observed = new ArrayList<>();

  Row(Subject subject) {
    this.subject = subject;
  }

  void add(Window without, Window with) {
    alone.add(without);
    observed.add(with);
  }

  private double ratio(int round) {
    return observed.get(round).rate() / alone.get(round).rate();
  }

  private boolean isDisturbed(int round) {
    return observed.get(round).isDisturbed() || alone.get(round).isDisturbed();
  }

  /** The last round, while the measurement goes on. */
  String last() {
    int round = alone.size() - 1;
    Window without = alone.get(round);
    Window with = observed.get(round);
    return "%.3f kept, %.0f and %.0f requests/s, %.1f and %.1f µs each (%.1f the engine), steal %.1f %% and %.1f %%"
        .formatted(
            ratio(round),
            without.rate(),
            with.rate(),
            without.cpuMicros(),
            with.cpuMicros(),
            with.engineMicros(),
            100 * without.steal(),
            100 * with.steal());
  }

  String show() {
    double[] ratios = IntStream.range(0, alone.size()).mapToDouble(this::ratio).toArray();
    Rounds kept = Rounds.of(ratios);
    Kept interval = Kept.of(ratios);
    String disturbed =
        IntStream.range(0, alone.size())
            .filter(this::isDisturbed)
            .mapToObj(round -> Integer.toString(round + 1))
            .collect(Collectors.joining(", "));
    return "| %s | **%.3f** (%.3f … %.3f with %.0f %%; %.3f … %.3f) | %.2f %s | %.0f | %.0f | %.1f | %.1f | %.1f | %.0f %% | %s |"
        .formatted(
            subject.name(),
            kept.median(),
            interval.low(),
            interval.high(),
            100 * interval.confidence(),
            kept.min(),
            kept.max(),
            subject.bar(),
            kept.median() >= subject.bar() ? "met" : "**missed**",
            median(alone, Window::rate),
            median(observed, Window::rate),
            median(alone, Window::cpuMicros),
            median(observed, Window::cpuMicros),
            median(observed, Window::engineMicros),
            100 * median(observed, Window::targetBusy),
            disturbed.isEmpty() ? "none" : disturbed);
  }

  private static double median(List<Window> windows, ToDoubleFunction<Window> figure) {
    return Rounds.of(windows.stream().mapToDouble(figure).toArray()).median();
  }
}
