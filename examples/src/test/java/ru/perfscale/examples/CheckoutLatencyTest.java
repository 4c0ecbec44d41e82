package ru.perfscale.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.criteria.Criterion;
import ru.perfscale.runner.engine.criteria.Judgement;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** A build fails when checking out has become slow: the pattern for tests of one's own. */
class CheckoutLatencyTest {
  /** What the shop takes for an answer; the example's own test makes it slow. */
  private final Duration thinking = Duration.ofMillis(Integer.getInteger("shop.thinking", 5));

  private final ToolFinder tools =
      ToolFinder.of(new ToolInstallation("curl", "7.88.1", Programs.onPath("curl").orElseThrow()));

  @Test
  void checkingOutIsFast() throws Exception {
    try (Shop shop = new Shop(thinking);
        LoadEngine engine = LoadEngine.builder().tools(tools).driver(new Curl()).build()) {
      RunSpec spec =
          RunSpec.builder("curl", "url = \"" + shop.url() + "/checkout?order=[1-5]\"")
              .users(4)
              .timeLimit(Duration.ofMinutes(1))
              .build();
      RunResult result = engine.start(spec).result().get(2, TimeUnit.MINUTES);

      assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
      for (String rule : new String[] {"p95 < 250ms", "error_rate < 1%", "count >= 20"}) {
        Judgement judgement = Criterion.parse(rule).judge(result.summary());
        assertThat(judgement.passed()).as(judgement.message()).isTrue();
      }
    }
  }
}
