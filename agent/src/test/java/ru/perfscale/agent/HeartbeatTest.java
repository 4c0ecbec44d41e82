package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  @Test
  void aFaultOfOursDoesNotSilenceIt() throws InterruptedException {
    AtomicInteger beats = new AtomicInteger();
    CountDownLatch goesOn = new CountDownLatch(1);
    try (Heartbeat heartbeat =
        Heartbeat.start(
            () -> {
              if (beats.incrementAndGet() == 3) {
                goesOn.countDown();
              }
              throw new IllegalStateException("on purpose");
            },
            Duration.ofMillis(1),
            cause -> {})) {
      assertThat(heartbeat).isNotNull();
      assertThat(goesOn.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
