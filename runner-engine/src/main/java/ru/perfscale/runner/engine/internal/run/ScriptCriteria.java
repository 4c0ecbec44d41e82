package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.criteria.ToolCriterion;
import ru.perfscale.runner.engine.criteria.ToolJudgement;
import ru.perfscale.runner.engine.internal.sample.Collector;
import ru.perfscale.runner.engine.tool.LoadTool;

/**
 * The script's own criteria that the engine judges. Seconds come from the thread that closes them;
 * the final judgement is asked for when that thread is gone.
 */
final class ScriptCriteria {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptCriteria.class);

  private final LoadTool tool;
  private final Path directory;
  private final Collector collector;
  private Optional<List<ToolCriterion>> criteria = Optional.empty();
  private long firstSecond = -1;
  private boolean aborted;

  /**
   * Reads nothing yet.
   *
   * @param directory the run's work directory
   * @param collector of the run
   */
  ScriptCriteria(LoadTool tool, Path directory, Collector collector) {
    this.tool = tool;
    this.directory = directory;
    this.collector = collector;
  }

  /**
   * Judges each second those criteria that may end the run, on everything up to it.
   *
   * @param listener hears of the second afterwards
   * @param abort hears at most once why the run is to end
   */
  RunListener before(RunListener listener, Consumer<String> abort) {
    return second -> {
      onSecond(second, abort);
      listener.onSecond(second);
    };
  }

  private void onSecond(SecondSnapshot second, Consumer<String> abort) {
    if (firstSecond < 0 && !second.series().isEmpty()) {
      firstSecond = second.second();
    }
    if (firstSecond < 0 || aborted) {
      return;
    }
    try {
      Duration lasted = Duration.ofSeconds(second.second() - firstSecond + 1);
      List<ToolCriterion> due =
          criteria().stream()
              .filter(criterion -> criterion.abortAfter().isPresent())
              .filter(criterion -> criterion.abortAfter().get().compareTo(lasted) < 0)
              .toList();
      if (!due.isEmpty()) {
        brokenOf(due)
            .ifPresent(
                broken -> {
                  aborted = true;
                  abort.accept(
                      "%s after %d s, and the script has the run end then"
                          .formatted(broken, lasted.toSeconds()));
                });
      }
    } catch (IOException | RuntimeException e) {
      // Asked again at the end, where it fails the run.
      aborted = true;
      LOG.warn("The criteria of a script of {} cannot be judged", tool.name(), e);
    }
  }

  private Optional<String> brokenOf(List<ToolCriterion> due) {
    List<LatencySnapshot> totals = collector.totals();
    return due.stream()
        .filter(criterion -> criterion.isMeasured(totals))
        .map(criterion -> criterion.judge(totals, tool.latency()))
        .filter(judgement -> !judgement.passed())
        .map(ToolJudgement::message)
        .findFirst();
  }

  private List<ToolCriterion> criteria() throws IOException {
    if (criteria.isEmpty()) {
      criteria = Optional.of(tool.criteria(directory));
    }
    return criteria.get();
  }

  /** What becomes of all of them. */
  List<ToolJudgement> judge(List<LatencySnapshot> totals) {
    try {
      return criteria().stream().map(each -> each.judge(totals, tool.latency())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the criteria of the script", e);
    }
  }
}
