package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {
  private static final Duration LAST_SIGN = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 15, 20, 60, 3_600})
  void theLoadOfAFrozenAgentIsOverBeforeTheControlPlaneGivesItUp(int seconds) {
    Duration limit = Duration.ofSeconds(seconds);

    Duration heardBeforeTheFreeze = Timing.DEFAULT.heartbeat();
    Duration loadOver = Timing.supervisorDeadline(limit).plus(LAST_SIGN);

    assertThat(loadOver).isLessThan(limit.minus(heardBeforeTheFreeze));
  }
}
