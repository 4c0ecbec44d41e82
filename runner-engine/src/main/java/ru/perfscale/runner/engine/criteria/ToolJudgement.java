package ru.perfscale.runner.engine.criteria;

import static java.util.Objects.requireNonNull;

/**
 * What a tool's own criterion made of a run.
 *
 * @param criterion the rule
 * @param passed whether it holds
 * @param message the rule beside the measured value, such as {@code http_req_duration p(95)<500 was
 *     crossed: 612.1 ms}
 */
public record ToolJudgement(ToolCriterion criterion, boolean passed, String message) {
  public ToolJudgement {
    requireNonNull(criterion, "criterion");
    requireNonNull(message, "message");
  }
}
