package ru.perfscale.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;

class SnapshotCodecTest {
  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    List<LatencySnapshot> series = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (Phase phase : Phase.values()) {
          for (Measure measure : Measure.values()) {
            Series key = new Series("GET /é " + kind, kind, outcome, phase, measure);
            series.add(Snapshots.series(key, 3, 5, 1L << 41));
          }
        }
      }
    }
    series.add(
        new LatencySnapshot(
            Snapshots.of(""), 2, 2, 0, Long.MAX_VALUE, 0, Long.MIN_VALUE, 1, new byte[0]));
    GeneratorHealth health =
        new GeneratorHealth(1.5, 0.25, 0.01, 1L << 40, 7, 3, Duration.ofNanos(12_345), 9);
    Frame whole =
        new Frame(
            7, 10, new SecondSnapshot(30, series, OptionalInt.of(0), 4, 5, Optional.of(health)));
    Frame bare = new Frame(8, new SecondSnapshot(31, List.of(), OptionalInt.empty(), 0, 0));

    for (Frame each : List.of(whole, bare)) {
      assertThat(Body.readFrame(Body.frame(each))).usingRecursiveComparison().isEqualTo(each);
    }
  }

  /** A journal of yesterday's agent is read by today's. */
  @Test
  void theNumbersOfKindsAndTheLikeAreAsTheFormatHasThem() {
    assertThat(Kind.values()).startsWith(Kind.HTTP, Kind.GRPC, Kind.WS, Kind.BROWSER, Kind.CUSTOM);
    assertThat(Outcome.values()).startsWith(Outcome.OK, Outcome.ERROR);
    assertThat(Phase.values()).startsWith(Phase.MAIN, Phase.SETUP, Phase.TEARDOWN);
    assertThat(Measure.values()).startsWith(Measure.SERVICE, Measure.RESPONSE);
  }
}
