import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;

/** Each user makes 25 requests and then waits for an hour. */
public class Waiting extends Simulation {
  {
    setUp(
            scenario("visitor")
                .exec(repeat(25).on(exec(http("page").get("/"))), pause(3_600))
                .injectOpen(atOnceUsers(Integer.getInteger("users", 1))))
        .protocols(http.baseUrl("http://127.0.0.1:" + System.getenv("TARGET_PORT")));
  }
}
