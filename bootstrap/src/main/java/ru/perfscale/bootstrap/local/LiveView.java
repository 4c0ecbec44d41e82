package ru.perfscale.bootstrap.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ru.perfscale.bootstrap.results.CountText;
import ru.perfscale.bootstrap.results.MillisText;
import ru.perfscale.bootstrap.terminal.Line;
import ru.perfscale.bootstrap.terminal.Style;
import ru.perfscale.bootstrap.terminal.Terminal;

/** A picture of the run, redrawn in place. */
final class LiveView implements View {
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final int WIDEST_BAR = 60;
  private static final int WIDEST = 160;
  private static final long USUAL_SECONDS = 30;

  private final Terminal terminal;
  private final String title;
  private final Optional<Duration> duration;
  private int frame;

  /**
   * @param duration of the load where it is known beforehand
   */
  LiveView(Terminal terminal, String title, Optional<Duration> duration) {
    this.terminal = terminal;
    this.title = title;
    this.duration = duration;
  }

  @Override
  public void say(String event) {
    terminal.erase();
    terminal.print(event);
  }

  @Override
  public void show(Progress.State state, double elapsedSeconds, boolean stopping) {
    frame++;
    int columns = Math.min(WIDEST, terminal.columns() - 1);
    List<Line> lines = new ArrayList<>();
    lines.add(head(state, elapsedSeconds, stopping, columns));
    duration.ifPresent(length -> lines.add(bar(state, elapsedSeconds, length, columns)));
    if (state.busy()) {
      lines.add(requests(state));
      lines.add(latency(state.latency()));
      long expected = duration.map(Duration::toSeconds).orElse(USUAL_SECONDS);
      lines.addAll(Chart.lines(state.latency(), columns, expected));
    }
    terminal.draw(lines);
  }

  private Line head(Progress.State state, double elapsed, boolean stopping, int columns) {
    String phase = stopping ? "stopping" : state.busy() ? "running" : "starting";
    String clock =
        clock(elapsed) + duration.map(length -> " of " + clock(seconds(length))).orElse("");
    String right = phase + " " + clock;
    String spinner = String.valueOf(SPINNER.charAt(frame % SPINNER.length()));
    Line line = new Line().add(Style.CYAN, spinner + " ");
    line.add(Style.BOLD, Line.shortened(title, Math.max(8, columns - right.length() - 4)));
    return line.padTo(columns - right.length()).add(stopping ? Style.YELLOW : Style.DIM, right);
  }

  /** Counted from the first request: how long a tool takes to start is not known beforehand. */
  private static Line bar(Progress.State state, double elapsed, Duration duration, int columns) {
    double loaded = state.busy() ? Math.max(0, elapsed - state.firstBusy()) : 0;
    double share = Math.min(1, loaded / seconds(duration));
    int width = Math.min(WIDEST_BAR, columns - 9);
    int filled = (int) Math.floor(width * share);
    return new Line()
        .add("  ")
        .add(Style.GREEN, "█".repeat(filled))
        .add(Style.DIM, "░".repeat(width - filled))
        .add(String.format(Locale.ROOT, " %3.0f %%", Math.floor(100 * share)));
  }

  private static Line requests(Progress.State state) {
    Line line =
        new Line()
            .add("  ")
            .add(Style.BOLD, CountText.of(state.rate()))
            .add(" req/s now · " + CountText.of(state.requests()) + " requests");
    state.users().ifPresent(users -> line.add(" · " + CountText.of(users) + " users"));
    line.add(" · ")
        .add(
            state.errors() > 0 ? Style.RED : Style.PLAIN,
            CountText.of(state.errors()) + " errors " + share(state));
    return line.add(" · ")
        .add(
            state.processors() >= Progress.SATURATED ? Style.YELLOW : Style.PLAIN,
            String.format(Locale.ROOT, "cpu %.0f %%", 100 * state.processors()));
  }

  private static String share(Progress.State state) {
    return "(" + CountText.percent(state.errors(), state.requests()) + " %)";
  }

  private static Line latency(Progress.Latency latency) {
    return new Line()
        .add(Style.DIM, "  so far ")
        .add(" p50 ")
        .add(Style.BOLD, MillisText.of(latency.p50(), latency.resolution()))
        .add("  p95 ")
        .add(Style.BOLD, MillisText.of(latency.p95(), latency.resolution()))
        .add("  p99 ")
        .add(Style.BOLD, MillisText.of(latency.p99(), latency.resolution()))
        .add(" ms");
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String clock(double seconds) {
    long whole = (long) seconds;
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  @Override
  public void end() {
    terminal.erase();
  }
}
