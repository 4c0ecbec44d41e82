package ru.perfscale.bootstrap.local;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.bootstrap.local.Samples.http;
import static ru.perfscale.bootstrap.local.Samples.second;
import static ru.perfscale.bootstrap.local.Samples.series;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;

class ProgressTest {
  private final Progress progress = new Progress();

  @Test
  void nothingIsShownBeforeTheFirstRequest() {
    progress.onSecond(second(0));
    Progress.State state = progress.state();
    assertThat(state.busy()).isFalse();
    assertThat(state.latency().p95()).isEmpty();
    assertThat(state.seconds()).isEqualTo(1);
  }

  @Test
  void requestsErrorsAndPercentilesAreOfTheRunSoFarAndTheRateOfTheLastSecond() {
    progress.onSecond(second(0));
    progress.onSecond(second(1, http("a", Outcome.OK, 10, 20, 30)));
    progress.onSecond(second(2, http("a", Outcome.OK, 40), http("b", Outcome.ERROR, 1_000)));
    Progress.State state = progress.state();
    assertThat(state.firstBusy()).isEqualTo(1);
    assertThat(state.requests()).isEqualTo(5);
    assertThat(state.errors()).isEqualTo(1);
    assertThat(state.rate()).isEqualTo(2);
    assertThat(state.users()).isEqualTo(OptionalInt.of(3));
    assertThat(millis(state.latency().p50())).isEqualTo(30);
    assertThat(millis(state.latency().p99())).isEqualTo(1_000);
    assertThat(state.latency().tail().p95()).hasSize(3).first().isEqualTo(OptionalLong.empty());
  }

  @Test
  void theRateFallsToZeroInASilentSecond() {
    progress.onSecond(second(0, http("a", Outcome.OK, 10)));
    progress.onSecond(second(1));
    assertThat(progress.state().rate()).isZero();
  }

  @Test
  void aSecondThatIsRepeatedAddsUp() {
    progress.onSecond(second(0, http("a", Outcome.OK, 10)));
    progress.onSecond(second(0, http("a", Outcome.OK, 20)));
    assertThat(progress.state().rate()).isEqualTo(2);
    assertThat(progress.state().latency().tail().p95()).hasSize(1);
  }

  @Test
  void sessionsCountOnlyWhereThereIsNoRequest() {
    Series session = new Series("s", Kind.WS, Outcome.OK, Phase.MAIN, Measure.SERVICE);
    Series setup = new Series("login", Kind.HTTP, Outcome.OK, Phase.SETUP, Measure.SERVICE);
    progress.onSecond(second(0, series(session, 5_000), series(setup, 1)));
    assertThat(progress.state().requests()).isEqualTo(1);
    assertThat(millis(progress.state().latency().p50())).isEqualTo(5_000);
    progress.onSecond(second(1, http("a", Outcome.OK, 10, 10)));
    assertThat(progress.state().requests()).isEqualTo(2);
  }

  @Test
  void columnsStayBoundedAndExactHoweverLongTheRun() {
    long seconds = 20_000;
    for (long k = 0; k < seconds; k++) {
      progress.onSecond(
          new SecondSnapshot(
              k,
              List.of(http("a", Outcome.OK, k < seconds / 2 ? 10 : 500)),
              OptionalInt.empty(),
              0,
              0));
    }
    Columns.Tail tail = progress.state().latency().tail();
    assertThat(tail.p95()).hasSizeLessThanOrEqualTo(160);
    assertThat(tail.secondsEach()).isEqualTo(128);
    assertThat(millis(tail.p95().getFirst())).isEqualTo(10);
    assertThat(millis(tail.p95().getLast())).isEqualTo(500);
  }

  @Test
  void aMachineThatWasBusyForMoreThanATenthOfTheRunIsComplainedOf() {
    progress.onSecond(busy(0, 1.0));
    assertThat(progress.complaint()).as("nothing ran yet").isEmpty();
    progress.onSecond(second(1, http("a", Outcome.OK, 10)));
    for (long k = 2; k < 12; k++) {
      progress.onSecond(busy(k, 0.5));
    }
    progress.onSecond(busy(12, 0.95));
    assertThat(progress.complaint()).as("one of 12").isEmpty();
    progress.onSecond(busy(13, 0.95));
    assertThat(progress.complaint().orElseThrow()).contains("over 90 % busy in 2 of 13 seconds");
    assertThat(progress.state().processors()).isEqualTo(0.95);
  }

  private static SecondSnapshot busy(long second, double processors) {
    return second(second)
        .with(Optional.of(new GeneratorHealth(1, processors, 0, 0, 0, 0, Duration.ZERO, 0)));
  }

  private static long millis(OptionalLong nanos) {
    return Math.round(nanos.orElseThrow() / 1e6);
  }
}
