package ru.perfscale.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ru.perfscale.application.simulation.Simulation.Outcome;

/**
 * Thousands of schedules in virtual time, each with its own faults.
 *
 * <p>A schedule that fails prints its seed, itself made as short as can be, and its story. To
 * replay it: {@code mvn -pl application -am test -Dtest=SimulationTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dseed=17}. A campaign with a table of what was done: the
 * same with {@code -Dschedules=100000} instead, and {@code -DfirstSeed=…} for other ones.
 */
class SimulationTest {
  private static final long IN_EVERY_BUILD = 2000;
  private static final int LINES = 60;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void everyScheduleKeepsEveryPromise() throws InterruptedException {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      Outcome outcome = Simulation.run(Schedule.of(seed), true);
      outcome.story().forEach(System.out::println);
      outcome.violation().ifPresent(violation -> fail(describe(seed)));
      return;
    }
    Long schedules = Long.getLong("schedules");
    Campaign campaign =
        Campaign.run(Long.getLong("firstSeed", 1), schedules == null ? IN_EVERY_BUILD : schedules);
    if (schedules != null) {
      System.out.println(campaign.table());
    }
    if (!campaign.failed().isEmpty()) {
      fail("Seeds that fail: " + campaign.failed() + "\n" + describe(campaign.failed().getFirst()));
    }
    assertThat(campaign.ends()).containsOnlyKeys("passed", "failed", "cancelled", "timeout");
    assertThat(campaign.faults().counts()).hasSizeGreaterThan(15);
    assertThat(campaign.promises().counts()).containsOnlyKeys(Promise.values());
  }

  @Test
  void aSeedAlwaysGivesTheSameStory() {
    for (long seed = 1; seed <= 20; seed++) {
      List<String> story = Simulation.run(Schedule.of(seed), true).story();
      assertThat(Simulation.run(Schedule.of(seed), true).story()).isEqualTo(story);
    }
  }

  private static String describe(long seed) {
    Schedule shortest = Shortening.of(Schedule.of(seed));
    Outcome outcome = Simulation.run(shortest, true);
    List<String> story = outcome.story();
    return "%s%n%n%s%n%n%s"
        .formatted(
            outcome.violation().map(Violation::getMessage).orElse("It does not fail any more"),
            shortest,
            String.join("\n", story.subList(Math.max(0, story.size() - LINES), story.size())));
  }
}
