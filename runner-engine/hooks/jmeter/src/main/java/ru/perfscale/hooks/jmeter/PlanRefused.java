package ru.perfscale.hooks.jmeter;

import java.util.LinkedHashSet;
import java.util.Set;

/** A plan that JMeter cannot run; the message is JMeter's own. */
final class PlanRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlanRefused(String message) {
    super(message);
  }

  private PlanRefused(String message, Throwable cause) {
    super(message, cause);
  }

  static PlanRefused because(Throwable failure) {
    if (failure instanceof PlanRefused refused) {
      return refused;
    }
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.add(
          cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage().strip());
    }
    return new PlanRefused(String.join(System.lineSeparator(), messages), failure);
  }
}
