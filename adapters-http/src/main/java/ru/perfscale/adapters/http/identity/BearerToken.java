package ru.perfscale.adapters.http.identity;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.domain.Refusal.Unauthenticated;

/** The token of a request, in its one {@code Authorization: Bearer} header. */
public final class BearerToken {
  private static final int MOST_CHARACTERS = 12_000;
  private static final Pattern FORM =
      Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);

  private BearerToken() {}

  /**
   * @throws Unauthenticated when there is not exactly one
   */
  public static String of(Context ctx) {
    List<String> headers = Collections.list(ctx.req().getHeaders("Authorization"));
    if (headers.isEmpty()) {
      throw new Unauthenticated("Send a token as Authorization: Bearer TOKEN");
    }
    if (headers.size() > 1) {
      throw new Unauthenticated("Send one Authorization header, not " + headers.size());
    }
    if (headers.getFirst().length() > MOST_CHARACTERS) {
      throw new Unauthenticated("The token is longer than " + MOST_CHARACTERS + " characters");
    }
    Matcher form = FORM.matcher(headers.getFirst());
    if (!form.matches()) {
      throw new Unauthenticated("The Authorization header must be Bearer and a token");
    }
    return form.group(1);
  }
}
