package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.Optional;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.stage.Api;
import ru.perfscale.faults.stage.Await;

/** What the API must say while its database is away. */
final class Outage {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Outage() {}

  static void requireUnavailable(Round round) {
    Optional<Api.Answer> answer =
        Await.value(
            LIMIT,
            () ->
                round
                    .stage()
                    .api()
                    .tryCall("GET", "/tasks", null)
                    .filter(each -> each.status() != 200));
    round.require(
        answer.filter(each -> each.status() == 503 && each.retryAfter().isPresent()).isPresent(),
        "without a database the API answers %s",
        answer);
  }
}
