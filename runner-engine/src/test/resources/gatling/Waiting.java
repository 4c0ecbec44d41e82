import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;

/**
 * Each user makes as many requests as it is told, else no end of them, and then waits for an hour.
 */
public class Waiting extends Simulation {
  {
    setUp(
            scenario("visitor")
                .exec(
                    repeat(Integer.getInteger("duration", 1_000_000))
                        .on(exec(http("page").get("/"))),
                    pause(3_600))
                .injectOpen(atOnceUsers(Integer.getInteger("users", 1))))
        .protocols(http.baseUrl("http://127.0.0.1:" + System.getenv("TARGET_PORT")));
  }
}
