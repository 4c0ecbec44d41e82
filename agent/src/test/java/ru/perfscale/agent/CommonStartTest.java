package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.CommonStart.Beginning;

class CommonStartTest {
  private final CommonStart start = new CommonStart();

  @Test
  void aWordThatLiesFarAheadIsNotBelieved() throws InterruptedException {
    assertThat(start.tell(Duration.ofHours(1))).isFalse();
    assertThat(start.tell(Duration.ofMillis(1))).isTrue();

    assertThat(start.await(new CompletableFuture<>())).isPresent();
  }

  @Test
  void theFirstWordThatIsBelievedCounts() throws InterruptedException {
    assertThat(start.tell(Duration.ofHours(-1))).isTrue();
    assertThat(start.tell(Duration.ofMillis(1))).isFalse();

    assertThat(start.await(new CompletableFuture<>())).get().matches(Beginning::isTooLate);
  }
}
