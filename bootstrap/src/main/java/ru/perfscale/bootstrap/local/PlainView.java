package ru.perfscale.bootstrap.local;

import java.util.Locale;
import ru.perfscale.bootstrap.results.CountText;
import ru.perfscale.bootstrap.results.MillisText;
import ru.perfscale.bootstrap.terminal.Terminal;

/** A line every few seconds, for logs. */
final class PlainView implements View {
  private static final double EVERY_SECONDS = 5;

  private final Terminal terminal;
  private double next = EVERY_SECONDS;
  private boolean saidStopping;

  PlainView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void say(String event) {
    terminal.print(event);
  }

  @Override
  public void show(Progress.State state, double elapsedSeconds, boolean stopping) {
    if (stopping && !saidStopping) {
      saidStopping = true;
      terminal.print("stopping");
    }
    if (elapsedSeconds < next) {
      return;
    }
    next += EVERY_SECONDS;
    String at = String.format(Locale.ROOT, "%4.0f s  ", elapsedSeconds);
    terminal.print(at + (state.busy() ? figures(state) : "no request yet"));
  }

  private static String figures(Progress.State state) {
    StringBuilder text = new StringBuilder();
    text.append(CountText.of(state.rate())).append(" req/s  ");
    text.append(CountText.of(state.requests())).append(" requests  ");
    text.append(CountText.of(state.errors())).append(" errors (");
    text.append(CountText.percent(state.errors(), state.requests())).append(" %)  ");
    state.users().ifPresent(users -> text.append(CountText.of(users)).append(" users  "));
    Progress.Latency latency = state.latency();
    text.append("p50 ").append(MillisText.of(latency.p50(), latency.resolution()));
    text.append("  p95 ").append(MillisText.of(latency.p95(), latency.resolution()));
    text.append("  p99 ").append(MillisText.of(latency.p99(), latency.resolution())).append(" ms");
    return text.toString();
  }

  @Override
  public void end() {
    // Nothing of it was only for the time of the run.
  }
}
