package ru.perfscale.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.perfscale.application.StorageUnavailable;

class JobsTest {
  @Test
  void aJobThatFailsEverySecondKeepsNoOtherFromRunning() throws Exception {
    CountDownLatch others = new CountDownLatch(4);
    try (Jobs jobs = new Jobs("jobs-test")) {
      jobs.everySecond(
          () -> {
            throw new IllegalStateException("a job's own fault, on purpose");
          },
          others::countDown,
          () -> {
            throw new StorageUnavailable(new IllegalStateException("away, on purpose"));
          },
          others::countDown);

      assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsAskedForSoonRunsUnlessItIsClosed() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    Jobs jobs = new Jobs("jobs-test");
    try (jobs) {
      jobs.soon(ran::countDown);
      assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThatCode(() -> jobs.soon(ran::countDown)).doesNotThrowAnyException();
  }
}
