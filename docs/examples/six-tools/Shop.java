import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;
import java.time.Duration;

public class Shop extends Simulation {
  {
    setUp(
            scenario("visitors")
                .exec(http("page").get("/"), http("cart").get("/cart"))
                .injectOpen(constantUsersPerSec(50).during(Duration.ofSeconds(3))))
        .protocols(http.baseUrl("http://127.0.0.1:" + System.getProperty("PORT")));
  }
}
