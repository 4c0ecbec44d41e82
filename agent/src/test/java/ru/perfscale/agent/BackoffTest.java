package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesAreSpreadBelowABoundThatDoublesUpToTheLast() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    for (long bound : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
      assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofMillis(bound));
    }
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 1_000; i++) {
      Duration next = backoff.next();
      longest = next.compareTo(longest) > 0 ? next : longest;
    }
    assertThat(longest).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
