import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;
import java.nio.file.Files;
import java.nio.file.Path;

/** An open load with a feeder, a closed one, and one that no share divides. */
public class Shared extends Simulation {
  private static final String SHOP =
      System.getProperty("shop.name")
          + (Files.exists(Path.of(".perfscale-given")) ? " and the file that it came in" : "");

  {
    setUp(
            scenario("open")
                .feed(csv("names.csv").queue())
                .exec(http("open #{name}").get("/"))
                .injectOpen(atOnceUsers(3), nothingFor(1), rampUsers(4).during(1)),
            scenario("closed")
                .exec(http("closed").get("/"), pause(3))
                .injectClosed(constantConcurrentUsers(4).during(1)),
            scenario("whole").exec(http(SHOP).get("/")).injectOpen(atOnceUsers(1)).noShard())
        .protocols(http.baseUrl(System.getenv("TARGET")));
  }
}
