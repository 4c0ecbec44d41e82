import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;

public class Refused extends Simulation {
  public Refused() {
    setUp(scenario("visitor").repeat(50).on(exec(http("page").get("/"))).injectOpen(atOnceUsers(2)))
        .protocols(http.baseUrl("http://127.0.0.1:" + System.getenv("TARGET_PORT")));
  }
}
