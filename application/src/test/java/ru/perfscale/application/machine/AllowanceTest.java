package ru.perfscale.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final AtomicLong now = new AtomicLong(-7);
  private final Allowance allowance = new Allowance(3, Duration.ofSeconds(1), now::get);

  private int takeAll() {
    int taken = 0;
    while (allowance.take()) {
      taken++;
    }
    return taken;
  }

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void soManyAtOnceAndOneMoreEachSoOften() {
    assertThat(takeAll()).isEqualTo(3);
    assertThat(allowance.isOpen()).isFalse();
    pass(0.9);
    assertThat(takeAll()).isZero();
    pass(0.2);
    assertThat(allowance.isOpen()).isTrue();
    assertThat(takeAll()).isEqualTo(1);
    pass(2);
    assertThat(takeAll()).isEqualTo(2);
  }

  @Test
  void whatIsNotTakenDoesNotPileUp() {
    assertThat(allowance.isFull()).isTrue();
    pass(100);
    assertThat(takeAll()).isEqualTo(3);
    assertThat(allowance.isFull()).isFalse();
    pass(3);
    assertThat(allowance.isFull()).isTrue();
  }
}
