import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;

/** Users without an end, in a load that has one, with a rule that cannot hold. */
public class Limited extends Simulation {
  {
    setUp(
            scenario("visitor")
                .forever()
                .on(group("visit").on(exec(http("page").get("/"))))
                .injectOpen(atOnceUsers(2)))
        .protocols(http.baseUrl("http://127.0.0.1:" + System.getenv("TARGET_PORT")))
        .maxDuration(2)
        .assertions(
            global().responseTime().max().lt(0), details("visit", "page").requestsPerSec().gt(0.0));
  }
}
