package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

/**
 * What a tool's own criterion made of a task.
 *
 * @param criterion as the script has it
 * @param passed whether it holds
 * @param message for a person: the rule beside the measured value
 */
public record ToolJudgement(String criterion, boolean passed, String message) {
  public ToolJudgement {
    requireNonNull(criterion);
    requireNonNull(message);
  }
}
