package ru.perfscale.adapters.http.task;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ru.perfscale.adapters.http.json.DurationText;
import ru.perfscale.application.task.FindHistogram.Selection;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.Refusal.Problem;
import ru.perfscale.domain.machine.MachineId;

/**
 * Which histogram is wanted, and in which form.
 *
 * @param isLog whether as a histogram log instead of JSON
 */
record HistogramQuery(Selection selection, boolean isLog) {
  static final String LOG = "application/vnd.hdrhistogram-log";

  private static final int MOST_LABEL = 256;
  private static final Duration MOST = Duration.ofSeconds(10_000_000);

  /**
   * @throws Invalid naming everything that is wrong
   */
  static HistogramQuery of(Context ctx) {
    List<Problem> problems = new ArrayList<>();
    Optional<MachineId> machine = machine(ctx, problems);
    Optional<String> label = one(ctx, "label", problems);
    if (label.filter(text -> text.isEmpty() || text.length() > MOST_LABEL).isPresent()) {
      problems.add(wrong("label", label.get(), "must be the name of a request, as in the results"));
    }
    OptionalLong from = seconds(ctx, "from", problems);
    OptionalLong to = seconds(ctx, "to", problems);
    Optional<String> format = one(ctx, "format", problems);
    if (format.filter(text -> !text.equals("json") && !text.equals("hlog")).isPresent()) {
      problems.add(wrong("format", format.get(), "must be json or hlog"));
    }
    if (!problems.isEmpty()) {
      throw new Invalid(problems);
    }
    String accepted = Optional.ofNullable(ctx.header("Accept")).orElse("");
    return new HistogramQuery(
        new Selection(machine, label, from, to),
        format.map(text -> text.equals("hlog")).orElse(accepted.contains(LOG)));
  }

  private static Optional<MachineId> machine(Context ctx, List<Problem> problems) {
    Optional<String> id = one(ctx, "machine", problems);
    try {
      return id.map(MachineId::of);
    } catch (NotFound e) {
      problems.add(wrong("machine", id.get(), "must be the id of a machine of the task"));
      return Optional.empty();
    }
  }

  private static OptionalLong seconds(Context ctx, String name, List<Problem> problems) {
    Optional<String> given = one(ctx, name, problems);
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    String text = given.get();
    try {
      Duration offset = DurationText.parse(text.matches("\\d+") ? text + "s" : text);
      if (offset.toMillisPart() == 0 && offset.compareTo(MOST) <= 0) {
        return OptionalLong.of(offset.toSeconds());
      }
    } catch (IllegalArgumentException e) {
      // Refused below, in our words.
    }
    problems.add(
        wrong(name, text, "must be whole seconds from the task's start, such as 30, 30s or 1h30m"));
    return OptionalLong.empty();
  }

  private static Optional<String> one(Context ctx, String name, List<Problem> problems) {
    List<String> given = ctx.queryParams(name);
    if (given.size() > 1) {
      problems.add(wrong(name, String.join("&", given), "must be given once"));
    }
    return given.stream().findFirst();
  }

  private static Problem wrong(String name, String value, String allowed) {
    String shown = value.length() <= 100 ? value : value.substring(0, 100) + "…";
    return new Problem(name, "'" + shown + "' " + allowed);
  }
}
