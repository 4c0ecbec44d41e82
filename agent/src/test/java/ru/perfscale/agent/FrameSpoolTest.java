package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencySnapshot;

class FrameSpoolTest {
  private static final long PLENTY = 64 << 20;

  private static long samples(List<Frame> frames) {
    return frames.stream()
        .flatMap(frame -> frame.content().series().stream())
        .mapToLong(LatencySnapshot::count)
        .sum();
  }

  private static List<Long> seqs(List<Frame> frames) {
    return frames.stream().map(Frame::seq).toList();
  }

  @Test
  void framesAreNumberedFromOneAndSentAgainUntilTheyAreAcknowledged() throws Exception {
    FrameSpool spool = new FrameSpool(PLENTY);
    spool.add(Snapshots.second(0, Snapshots.series("/", 1, 2)));
    List<Frame> first = spool.next();
    spool.add(Snapshots.second(1));
    spool.add(Snapshots.second(2));

    assertThat(seqs(first)).containsExactly(1L);
    assertThat(seqs(spool.next())).containsExactly(1L, 2L, 3L);
    assertThat(spool.next().getFirst()).isSameAs(first.getFirst());
    assertThat(spool.acknowledge(2)).isTrue();
    assertThat(spool.acknowledge(2)).isFalse();
    assertThat(seqs(spool.next())).containsExactly(3L);
    assertThat(spool.acknowledge(3)).isTrue();
    spool.end();
    assertThat(spool.next()).isEmpty();
    assertThat(List.of(spool.lastSeq(), spool.ackedSeq())).containsExactly(3L, 3L);
  }

  @Test
  void aRequestHasSixtyFramesAtMost() throws Exception {
    FrameSpool spool = new FrameSpool(PLENTY);
    for (int second = 0; second < 100; second++) {
      spool.add(Snapshots.second(second));
    }

    assertThat(spool.next()).hasSize(60);
    spool.acknowledge(60);
    assertThat(spool.next()).hasSize(40);
  }

  @Test
  void aLargeSecondBecomesSeveralFramesAndSeveralRequests() throws Exception {
    FrameSpool spool = new FrameSpool(PLENTY);
    spool.add(Snapshots.wide(0, 10_000));
    spool.end();

    int requests = 0;
    long samples = 0;
    long late = 0;
    long last = 0;
    for (List<Frame> batch = spool.next(); !batch.isEmpty(); batch = spool.next()) {
      requests++;
      assertThat(batch.getFirst().seq()).isEqualTo(last + 1);
      last = batch.getLast().seq();
      samples += samples(batch);
      late += batch.stream().mapToLong(frame -> frame.content().late()).sum();
      assertThat(batch.stream().mapToLong(each -> SnapshotSum.bytes(each.content())).sum())
          .isLessThanOrEqualTo(1 << 20);
      spool.acknowledge(last);
    }
    assertThat(requests).isGreaterThan(3);
    assertThat(samples).isEqualTo(10_000);
    assertThat(late).isEqualTo(2);
  }

  @Test
  void beyondItsBoundSecondsAreAddedUpAndNoSampleIsLost() throws Exception {
    FrameSpool spool = new FrameSpool(20_000);
    spool.add(Snapshots.second(0, Snapshots.series("/", 1)));
    Frame sent = spool.next().getFirst();
    for (int second = 1; second <= 1_000; second++) {
      spool.add(Snapshots.second(second, Snapshots.series("/", second, second)));
    }
    spool.end();

    List<Frame> frames = spool.next();
    assertThat(frames.getFirst()).isSameAs(sent);
    assertThat(frames).hasSizeLessThan(60);
    assertThat(samples(frames)).isEqualTo(2_001);
    assertThat(spool.merged()).isEqualTo(1_001 - frames.size());
    assertThat(frames.getLast().content().second()).isEqualTo(1_000);
  }

  @Test
  void anAnswerThatCannotBeIsNotBelieved() throws Exception {
    FrameSpool spool = new FrameSpool(PLENTY);
    spool.add(Snapshots.second(0));
    spool.next();

    assertThatThrownBy(() -> spool.acknowledge(2)).hasMessageContaining("up to 2, of 1 sent");
    spool.acknowledge(1);
    assertThatThrownBy(() -> spool.acknowledge(0)).hasMessageContaining("1 acknowledged");
  }

  @Test
  void whatIsDiscardedIsNeverSent() throws Exception {
    FrameSpool spool = new FrameSpool(PLENTY);
    spool.add(Snapshots.second(0));
    spool.next();
    spool.discard();
    spool.add(Snapshots.second(1));

    assertThat(spool.next()).isEmpty();
  }
}
