package ru.perfscale.faults;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A task as the API showed it.
 *
 * @param at when, by {@link System#nanoTime}
 */
public record Seen(JsonNode task, long at) {
  public String status() {
    return task.required("status").asText();
  }

  public boolean isOver() {
    return !status().equals("pending") && !status().equals("running");
  }

  public boolean isContactLost() {
    return task.path("contact").asText().equals("lost");
  }

  public long requests() {
    return task.path("total_requests").asLong();
  }

  public double coverage() {
    return task.path("coverage").asDouble(Double.NaN);
  }

  public double figure(String name) {
    return task.path(name).asDouble(Double.NaN);
  }

  /** The codes of its reasons, in order, with blanks between. */
  public String reasons() {
    return String.join(" ", task.path("reasons").findValuesAsText("code"));
  }
}
