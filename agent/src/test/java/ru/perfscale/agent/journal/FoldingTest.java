package ru.perfscale.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.agent.journal.Directory.PLENTY;
import static ru.perfscale.agent.journal.Directory.drain;
import static ru.perfscale.agent.journal.Directory.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** What the bounds do to the resolution, and what they never do to the sums. */
class FoldingTest {
  private static final long SECOND = 1_000_000_000;

  private Directory directory = Directory.withRoom();

  @AfterEach
  void close() {
    directory.close();
  }

  private Journal journalOf(long bytes, long memoryBytes) {
    directory.close();
    directory = Directory.bounded(bytes, memoryBytes);
    return directory.begin();
  }

  /** Raw samples, apart from anything that adds snapshots. */
  private static final class RawSamples {
    private final Map<Series, List<Long>> nanos = new LinkedHashMap<>();
    private long late;

    SecondSnapshot second(Random random, long second) {
      List<LatencySnapshot> series = new ArrayList<>();
      for (int label = 0; label < 4; label++) {
        if (random.nextInt(3) > 0) {
          Series key = Snapshots.of("label " + label);
          long[] samples =
              random.longs(1 + random.nextInt(20), 0, 1L << random.nextInt(1, 42)).toArray();
          LongStream.of(samples)
              .forEach(each -> nanos.computeIfAbsent(key, k -> new ArrayList<>()).add(each));
          series.add(Snapshots.series(key, second, samples));
        }
      }
      long lateNow = random.nextInt(3);
      late += lateNow;
      return new SecondSnapshot(second, series, OptionalInt.of(1), lateNow, 0);
    }

    void assertSame(List<Frame> frames) {
      nanos.forEach((series, samples) -> assertSame(series, samples, of(series, frames)));
      assertThat(samples(frames)).isEqualTo(nanos.values().stream().mapToLong(List::size).sum());
      assertThat(frames.stream().mapToLong(frame -> frame.content().late()).sum()).isEqualTo(late);
    }

    private static void assertSame(
        Series series, List<Long> samples, List<LatencySnapshot> delivered) {
      LatencyHistogram expected = new LatencyHistogram();
      samples.forEach(expected::add);
      LatencyHistogram actual = new LatencyHistogram();
      delivered.forEach(each -> actual.add(each.histogram()));
      assertThat(actual.encode()).as("%s", series).isEqualTo(expected.encode());
      assertThat(delivered.stream().mapToLong(LatencySnapshot::sumNanos).sum())
          .isEqualTo(samples.stream().mapToLong(Long::longValue).sum());
      assertThat(delivered.stream().mapToLong(LatencySnapshot::minNanos).min())
          .isEqualTo(samples.stream().mapToLong(Long::longValue).min());
      assertThat(delivered.stream().mapToLong(LatencySnapshot::maxNanos).max())
          .isEqualTo(samples.stream().mapToLong(Long::longValue).max());
    }

    private static List<LatencySnapshot> of(Series series, List<Frame> frames) {
      return frames.stream()
          .flatMap(frame -> frame.content().series().stream())
          .filter(each -> each.series().equals(series))
          .toList();
    }
  }

  /** Without a gap, and every sample in a second that its frame names. */
  private static void assertWellFormed(List<Frame> frames) {
    long seq = frames.getFirst().seq();
    for (Frame frame : frames) {
      assertThat(frame.seq()).isEqualTo(seq++);
      long from = frame.content().second() * SECOND;
      for (LatencySnapshot each : frame.content().series()) {
        assertThat(each.firstStartNanos()).isGreaterThanOrEqualTo(from);
        assertThat(each.lastEndNanos()).isLessThan(from + frame.span() * SECOND);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverIsSentWhenAndWhateverTheBoundsEverySampleArrivesOnce(long seed) throws Exception {
    Random random = new Random(seed);
    boolean restarts = seed % 2 == 0;
    Journal journal = journalOf(restarts ? 120_000 : 20_000 + random.nextInt(60_000), PLENTY);
    RawSamples raw = new RawSamples();
    List<Frame> delivered = new ArrayList<>();
    for (int second = 0; second < 600; second++) {
      journal.add(raw.second(random, second));
      if (random.nextInt(80) == 0) {
        // Sent, and acknowledged in part or not at all: from then on it may not change.
        List<Frame> batch = journal.next(1L << random.nextInt(10, 20));
        List<Frame> again = journal.next(1);
        assertThat(again.getFirst()).usingRecursiveComparison().isEqualTo(batch.getFirst());
        int acked = restarts ? batch.size() : random.nextInt(batch.size() + 1);
        if (acked > 0) {
          delivered.addAll(batch.subList(0, acked));
          journal.acknowledge(batch.get(acked - 1).seq());
        }
      }
      assertThat(Files.exists(directory.file()) ? directory.size() : 0).isLessThan(121_000);
    }
    journal.end();
    for (Journal each : restarts ? directory.restart() : List.of(journal)) {
      delivered.addAll(drain(each));
    }

    assertWellFormed(delivered);
    raw.assertSame(delivered);
    assertThat(delivered).extracting(Frame::span).anyMatch(span -> span > 1);
  }

  @Test
  void theOldestSecondsGetCoarserFirst() throws Exception {
    Journal journal = journalOf(12_000, PLENTY);
    for (int second = 0; second < 900; second++) {
      journal.add(Snapshots.second(second, Snapshots.series(Snapshots.of("/"), second, 5, 7)));
    }
    journal.end();
    List<Frame> frames = drain(journal);

    assertWellFormed(frames);
    assertThat(samples(frames)).isEqualTo(1_800);
    assertThat(frames.getFirst().span()).isEqualTo(60);
    assertThat(frames.getLast().span()).isEqualTo(1);
    assertThat(frames).extracting(Frame::span).isSortedAccordingTo((a, b) -> b - a).contains(10);
  }

  @Test
  void whatWasSentKeepsItsNumberAndItsSecond() throws Exception {
    Journal journal = journalOf(20_000, PLENTY);
    for (int second = 0; second < 20; second++) {
      journal.add(Snapshots.second(second, Snapshots.series("/", second + 1)));
    }
    List<Frame> sent = journal.next(PLENTY);
    for (int second = 20; second < 400; second++) {
      journal.add(Snapshots.second(second, Snapshots.series("/", second)));
    }

    assertThat(journal.next(PLENTY).subList(0, 20)).usingRecursiveComparison().isEqualTo(sent);
    assertThat(journal.lastSeq()).isLessThan(150);
  }

  @Test
  void aDiskThatTakesNothingForAWhileLosesNothing() throws Exception {
    Journal journal = journalOf(PLENTY, PLENTY);
    // A directory that is gone is as good as a full one.
    Files.delete(directory.path.resolve("lock"));
    Files.delete(directory.path);
    for (int second = 0; second < 5; second++) {
      journal.add(Snapshots.second(second, Snapshots.series("/", second)));
    }
    assertThat(journal.next(PLENTY)).hasSize(5);
    journal.acknowledge(2);
    Files.createDirectory(directory.path);
    journal.add(Snapshots.second(5, Snapshots.series("/", 5)));
    journal.keep();

    Journal found = directory.restart().getFirst();
    assertThat(Directory.seqs(drain(found))).containsExactly(3L, 4L, 5L, 6L);
    assertThat(directory.exhausted).isEmpty();
  }

  @Test
  void whenDiskAndMemoryAreFullTheRunIsToldOnceAndStillNothingIsLost()
      throws IOException, InterruptedException {
    Journal journal = journalOf(10_000, 10_000);
    for (int second = 0; second < 600; second++) {
      journal.add(Snapshots.wide(second, 50));
    }
    journal.end();

    assertThat(directory.exhausted).singleElement().asString().contains("10000 bytes of memory");
    assertThat(samples(drain(journal))).isEqualTo(600 * 50);
  }
}
