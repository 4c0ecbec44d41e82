package ru.perfscale.adapters.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.Problem;

/** What is wrong with one request: all of it, up to a number that a person can read. */
final class Problems {
  private static final int MOST_TOLD = 20;
  private static final int MOST_CHARACTERS = 100;

  private final List<Problem> told = new ArrayList<>();
  private int count;

  void add(String field, String message) {
    count++;
    if (told.size() < MOST_TOLD) {
      told.add(new Problem(field, message));
    }
  }

  void add(String field, JsonNode value, String allowed) {
    if (told.size() < MOST_TOLD) {
      add(field, value.isMissingNode() ? "is missing, " + allowed : shown(value) + " " + allowed);
    } else {
      count++;
    }
  }

  int count() {
    return count;
  }

  void throwIfAny() {
    if (count == 0) {
      return;
    }
    List<Problem> all = new ArrayList<>(told);
    if (count > told.size()) {
      all.add(new Problem("and", count - told.size() + " more values are wrong"));
    }
    throw new Invalid(all);
  }

  private static String shown(JsonNode value) {
    String json = StorableText.repaired(value.toString());
    if (json.length() <= MOST_CHARACTERS) {
      return json;
    }
    boolean inPair = Character.isLowSurrogate(json.charAt(MOST_CHARACTERS));
    return json.substring(0, inPair ? MOST_CHARACTERS - 1 : MOST_CHARACTERS) + "…";
  }
}
