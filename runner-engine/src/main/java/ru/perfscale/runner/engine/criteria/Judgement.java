package ru.perfscale.runner.engine.criteria;

import static java.util.Objects.requireNonNull;

/**
 * What a criterion made of a run.
 *
 * @param criterion the rule
 * @param passed whether it holds; a rule on something that was not measured does not
 * @param message the measured value beside the rule, such as {@code p95 is 612.1 ms, criterion p95
 *     < 500ms}
 */
public record Judgement(Criterion criterion, boolean passed, String message) {
  public Judgement {
    requireNonNull(criterion, "criterion");
    requireNonNull(message, "message");
  }
}
