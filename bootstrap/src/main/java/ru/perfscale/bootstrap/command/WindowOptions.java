package ru.perfscale.bootstrap.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import ru.perfscale.adapters.http.json.DurationText;
import ru.perfscale.runner.engine.results.Window;

/** Reads {@code --skip}, {@code --from} and {@code --to}. */
final class WindowOptions {
  private WindowOptions() {}

  /**
   * @param skip what to leave out; where {@code from} is an offset, too, the later one holds
   * @param from an offset or an instant
   * @param to an offset or an instant
   */
  static Window window(Duration skip, Optional<String> from, Optional<String> to) {
    Window window = Window.ALL;
    Duration begin = skip;
    if (from.isPresent()) {
      if (isInstant(from.get())) {
        window = window.from(instant("--from", from.get()));
      } else {
        Duration offset = offset("--from", from.get());
        begin = offset.compareTo(skip) > 0 ? offset : skip;
      }
    }
    if (!begin.isZero()) {
      window = window.from(begin);
    }
    if (to.isPresent()) {
      window =
          isInstant(to.get())
              ? window.to(instant("--to", to.get()))
              : window.to(offset("--to", to.get()));
    }
    return window;
  }

  private static boolean isInstant(String text) {
    return text.indexOf('T') > 0;
  }

  private static Instant instant(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw wrong(option, text, e);
    }
  }

  private static Duration offset(String option, String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(option, text, e);
    }
  }

  private static IllegalArgumentException wrong(String option, String text, Exception cause) {
    return new IllegalArgumentException(
        option
            + " is '"
            + text
            + "', must be a time after the first request such as 30s or 5m, or an instant such as"
            + " 2026-03-04T10:00:00Z",
        cause);
  }
}
