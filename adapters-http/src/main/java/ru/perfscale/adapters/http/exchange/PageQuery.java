package ru.perfscale.adapters.http.exchange;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.NotFound;

/**
 * Which part of a list is wanted.
 *
 * @param limit how many at most; empty for all of them
 * @param after the id of the last element of the part before
 */
record PageQuery<I>(OptionalInt limit, Optional<I> after) {
  private static final int MOST = 1000;

  /**
   * @param readId throws {@link NotFound} for what can be no id
   */
  static <I> PageQuery<I> of(Context ctx, Function<String, I> readId) {
    return new PageQuery<>(limit(ctx), after(ctx, readId));
  }

  private static OptionalInt limit(Context ctx) {
    List<String> given = ctx.queryParams("limit");
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = given.getFirst();
    if (given.size() == 1 && text.matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST) {
        return OptionalInt.of(limit);
      }
    }
    throw new Invalid("limit", shown(given) + " must be one whole number from 1 to " + MOST);
  }

  private static <I> Optional<I> after(Context ctx, Function<String, I> readId) {
    List<String> given = ctx.queryParams("after");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (given.size() == 1) {
        return Optional.of(readId.apply(given.getFirst()));
      }
    } catch (NotFound e) {
      // Refused below: in a query it is a wrong value, not a missing thing.
    }
    throw new Invalid("after", shown(given) + " must be the id of an element of this list");
  }

  private static String shown(List<String> given) {
    String text = String.join("&", given);
    return "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + "'";
  }
}
