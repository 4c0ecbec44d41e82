package ru.perfscale.bootstrap.results;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.domain.task.Verdict;
import ru.perfscale.runner.engine.criteria.Judgement;
import ru.perfscale.runner.engine.summary.Summary;

/**
 * What came out, in one piece.
 *
 * @param summary empty when nothing ran
 * @param judgements what each given criterion made of it
 * @param warnings what to know before trusting the figures
 */
public record Outcome(
    Verdict verdict, Optional<Summary> summary, List<Judgement> judgements, List<String> warnings) {
  private static final int PASSED = 0;
  private static final int NOT_PASSED = 1;
  private static final int NOT_RUN = 2;

  public Outcome {
    requireNonNull(verdict, "verdict");
    requireNonNull(summary, "summary");
    judgements = List.copyOf(judgements);
    warnings = List.copyOf(warnings);
  }

  /** Nothing ran. */
  public static Outcome notRun(Reason.Code code, String message) {
    return new Outcome(Verdict.failed(code, message), Optional.empty(), List.of(), List.of());
  }

  /** Given up before anything ran. */
  public static Outcome cancelled() {
    return new Outcome(Verdict.cancelled(), Optional.empty(), List.of(), List.of());
  }

  /** The same with one more thing to know. */
  public Outcome warning(String text) {
    List<String> more = new ArrayList<>(warnings);
    more.add(text);
    return new Outcome(verdict, summary, judgements, more);
  }

  /** 0 passed, 1 not passed, 2 there was no run to judge. */
  public int exitCode() {
    if (verdict.status() == TaskStatus.PASSED) {
      return PASSED;
    }
    boolean nothingMeasured = summary.map(found -> found.total().count() == 0).orElse(true);
    boolean refused =
        verdict.reasons().stream()
            .anyMatch(
                reason ->
                    switch (reason.code()) {
                      case TOOL_MISSING, START_FAILED -> true;
                      case SCRIPT_ERROR -> nothingMeasured;
                      default -> false;
                    });
    return refused ? NOT_RUN : NOT_PASSED;
  }
}
