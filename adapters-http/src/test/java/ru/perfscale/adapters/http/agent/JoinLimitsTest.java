package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JoinLimitsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final JoinLimits limits = new JoinLimits(now::get);

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      limits.failed(address);
    }
  }

  @Test
  void anAddressMayFailTenTimesAndThenOnceMoreEachSixSeconds() {
    fail("203.0.113.5", 9);
    assertThat(limits.secondsToWait("203.0.113.5")).isZero();
    fail("203.0.113.5", 1);
    assertThat(limits.secondsToWait("203.0.113.5")).isEqualTo(6);
    assertThat(limits.secondsToWait("203.0.113.6")).isZero();

    now.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(limits.secondsToWait("203.0.113.5")).isZero();
    fail("203.0.113.5", 1);
    assertThat(limits.secondsToWait("203.0.113.5")).isEqualTo(6);
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    fail("2001:db8:1:2:3::1", 5);
    fail("2001:db8:1:2:ffff::2", 5);

    assertThat(limits.secondsToWait("2001:db8:1:2::3")).isEqualTo(6);
    assertThat(limits.secondsToWait("2001:db8:1:3::3")).isZero();
  }

  @Test
  void howManyAddressesThereAreIsBounded() {
    fail("10.9.9.9", 10);
    for (int i = 0; i < 20_000; i++) {
      limits.failed("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
    }

    assertThat(limits.known()).isEqualTo(10_000);
    assertThat(limits.secondsToWait("10.9.9.9")).isZero();
  }
}
