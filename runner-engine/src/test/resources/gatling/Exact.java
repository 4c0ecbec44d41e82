package load.shop;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;
import io.gatling.javaapi.http.*;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two requests in nested groups and one that cannot be built; keeps Gatling's own raw figures. */
public class Exact extends Simulation {
  private static final Path RAW = Path.of(System.getenv("RAW"));

  private final ScenarioBuilder shopper =
      scenario("shopper")
          .repeat(Integer.getInteger("duration", 1))
          .on(
              group("purchase")
                  .on(
                      exec(timed("front page", "/front")).exec(Exact::keep),
                      group("payment").on(exec(timed("pay", "/pay")).exec(Exact::keep))))
          .exec(http("search").get("/search?q=#{absent}"));

  {
    setUp(shopper.injectOpen(atOnceUsers(Integer.getInteger("users", 1))))
        .protocols(http.baseUrl("http://127.0.0.1:" + System.getenv("TARGET_PORT")))
        .assertions(
            global().failedRequests().percent().lt(5.0),
            global().responseTime().max().lt(Integer.getInteger("slowest", 60_000)));
  }

  private static HttpRequestActionBuilder timed(String name, String path) {
    return http(name).get(path).check(responseTimeInMillis().saveAs("millis"));
  }

  private static synchronized Session keep(Session session) {
    try {
      Files.writeString(
          RAW,
          session.getInt("millis") + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return session.remove("millis");
  }
}
