package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;

class LoadTest {
  private static final class FakeRun implements Run {
    @Override
    public LatencyMeaning latency() {
      return new LatencyMeaning("a whole request", Duration.ofMillis(1));
    }

    private final List<String> calls = new ArrayList<>();
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();

    @Override
    public String id() {
      return "r";
    }

    @Override
    public Instant startedAt() {
      return Instant.EPOCH;
    }

    @Override
    public void cancel() {
      calls.add("cancel");
    }

    @Override
    public void abort(String reason) {
      calls.add("abort " + reason);
    }

    @Override
    public CompletableFuture<RunResult> result() {
      return result;
    }
  }

  private final Load load = new Load();
  private final FakeRun run = new FakeRun();

  @Test
  void aLoadThatWasStoppedNeverStarts() {
    load.stop(Stop.CANCEL);

    assertThat(load.over()).isDone();
    assertThat(load.start(() -> run)).isEmpty();
  }

  @Test
  void aStopThatComesDuringTheStartIsAppliedAfterIt() {
    load.start(
        () -> {
          load.stop(Stop.abort("why"));
          assertThat(load.over()).isNotDone();
          return run;
        });

    assertThat(run.calls).containsExactly("abort why");
  }

  @Test
  void onlyTheFirstStopCounts() {
    load.start(() -> run);

    assertThat(load.stop(Stop.CANCEL)).isTrue();
    assertThat(load.stop(Stop.abort("late"))).isFalse();
    assertThat(run.calls).containsExactly("cancel");
  }

  @Test
  void itIsOverWithTheResultOfTheRun() {
    load.start(() -> run);
    load.stop(Stop.CANCEL);
    assertThat(load.over()).isNotDone();
    run.result.complete(null);

    assertThat(load.over()).isDone();
  }

  @Test
  void itIsOverWhenItCouldNotBeStarted() {
    assertThatThrownBy(
            () ->
                load.start(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(load.over()).isDone();
  }
}
