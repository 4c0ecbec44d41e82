package ru.perfscale.agent.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.agent.journal.Directory.PLENTY;
import static ru.perfscale.agent.journal.Directory.drain;
import static ru.perfscale.agent.journal.Directory.samples;
import static ru.perfscale.agent.journal.Directory.seqs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencyMeaning;

/** A journal in one life of the agent, and in the next one. */
class JournalTest {
  private final Directory directory = Directory.withRoom();
  private final Journal journal = directory.begin();

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void framesAreNumberedFromOneAndSentAgainUntilTheyAreAcknowledged() throws Exception {
    journal.add(Snapshots.second(0, Snapshots.series("/", 1, 2)));
    List<Frame> first = journal.next(PLENTY);
    journal.add(Snapshots.second(1));
    journal.add(Snapshots.second(2));

    assertThat(seqs(first)).containsExactly(1L);
    assertThat(seqs(journal.next(PLENTY))).containsExactly(1L, 2L, 3L);
    assertThat(journal.next(PLENTY).getFirst())
        .usingRecursiveComparison()
        .isEqualTo(first.getFirst());
    assertThat(journal.acknowledge(2)).isTrue();
    assertThat(journal.acknowledge(2)).isFalse();
    assertThat(seqs(journal.next(PLENTY))).containsExactly(3L);
    assertThat(journal.acknowledge(3)).isTrue();
    journal.end();
    assertThat(journal.next(PLENTY)).isEmpty();
    assertThat(List.of(journal.lastSeq(), journal.ackedSeq())).containsExactly(3L, 3L);
  }

  @Test
  void aRequestHasSixtyFramesAtMost() throws Exception {
    for (int second = 0; second < 100; second++) {
      journal.add(Snapshots.second(second));
    }

    assertThat(journal.next(PLENTY)).hasSize(60);
    journal.acknowledge(60);
    assertThat(journal.next(PLENTY)).hasSize(40);
  }

  @Test
  void aLargeSecondBecomesSeveralFramesAndSeveralRequests() throws Exception {
    journal.add(Snapshots.wide(0, 10_000));
    journal.end();

    int requests = 0;
    long samples = 0;
    long late = 0;
    long last = 0;
    for (List<Frame> batch = journal.next(1 << 20);
        !batch.isEmpty();
        batch = journal.next(1 << 20)) {
      requests++;
      assertThat(batch.getFirst().seq()).isEqualTo(last + 1);
      last = batch.getLast().seq();
      samples += samples(batch);
      late += batch.stream().mapToLong(frame -> frame.content().late()).sum();
      assertThat(batch.stream().mapToLong(each -> SnapshotSum.bytes(each.content())).sum())
          .isLessThanOrEqualTo(1 << 20);
      journal.acknowledge(last);
    }
    assertThat(requests).isGreaterThan(3);
    assertThat(samples).isEqualTo(10_000);
    assertThat(late).isEqualTo(2);
  }

  @Test
  void anAnswerThatCannotBeIsNotBelieved() throws Exception {
    journal.add(Snapshots.second(0));
    journal.next(PLENTY);

    assertThatThrownBy(() -> journal.acknowledge(2)).hasMessageContaining("up to 2, of 1 sent");
    journal.acknowledge(1);
    assertThatThrownBy(() -> journal.acknowledge(0)).hasMessageContaining("1 acknowledged");
  }

  @Test
  void whatIsDiscardedIsNeitherSentNorKept() throws Exception {
    journal.add(Snapshots.second(0));
    assertThat(directory.files()).containsExactly("a_1.4.journal");
    journal.discard();
    journal.add(Snapshots.second(1));
    journal.report(new byte[] {'{', '}'});

    assertThat(journal.next(PLENTY)).isEmpty();
    assertThat(directory.files()).isEmpty();
    assertThat(directory.restart()).isEmpty();
  }

  @Test
  void thereIsNoFileBeforeThereIsSomethingToKeepAndThenNobodyElseReadsIt() throws IOException {
    assertThat(directory.files()).isEmpty();
    journal.add(Snapshots.second(0));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path)))
        .isEqualTo("rwx------");
  }

  @Test
  void theNextLifeFindsWhatWasNotAcknowledgedAndNothingElse() throws Exception {
    for (int second = 0; second < 10; second++) {
      journal.add(Snapshots.wide(second, 3));
    }
    journal.means(new LatencyMeaning("a whole request", Duration.ofMillis(1)));
    List<Frame> sent = journal.next(PLENTY);
    journal.acknowledge(4);
    journal.report("{\"end\": \"completed\"}".getBytes(UTF_8));
    Journal found = directory.restart().getFirst();

    assertThat(found.claim()).isEqualTo(Directory.CLAIM);
    assertThat(found.latency())
        .contains(new LatencyMeaning("a whole request", Duration.ofMillis(1)));
    assertThat(found.report())
        .hasValueSatisfying(
            text -> assertThat(new String(text, UTF_8)).isEqualTo("{\"end\": \"completed\"}"));
    assertThat(List.of(found.ackedSeq(), found.lastSeq())).containsExactly(4L, 10L);
    assertThat(drain(found)).usingRecursiveComparison().isEqualTo(sent.subList(4, 10));
    found.discard();
    assertThat(directory.restart()).isEmpty();
  }

  @Test
  void aReportWithoutAnyFrameIsKeptToo() {
    journal.report(new byte[] {'{', '}'});

    Journal found = directory.restart().getFirst();
    assertThat(found.report()).isPresent();
    assertThat(found.lastSeq()).isZero();
  }

  @Test
  void aControlPlaneThatHasMoreThanPowerLeftOnDiskHasEverything() throws Exception {
    journal.add(Snapshots.second(0));
    journal.add(Snapshots.second(1));
    Journal found = directory.restart().getFirst();
    found.next(PLENTY);

    assertThat(found.acknowledge(7)).isTrue();
    assertThat(found.next(PLENTY)).isEmpty();
  }

  @Test
  void whatIsAcknowledgedDoesNotFillTheDisk() throws Exception {
    for (int second = 0; second < 300; second++) {
      journal.add(Snapshots.wide(second, 1_000));
      journal.acknowledge(journal.next(PLENTY).getLast().seq());
    }
    assertThat(directory.size()).isLessThan(9 << 20);
    journal.add(Snapshots.wide(300, 3));

    Journal found = directory.restart().getFirst();
    assertThat(found.ackedSeq()).isEqualTo(found.lastSeq() - 1);
    assertThat(samples(drain(found))).isEqualTo(3);
  }

  @Test
  void aDirectoryHasOneAgent() {
    assertThatThrownBy(() -> JournalDirectory.open(new JournalSettings(directory.path, PLENTY)))
        .isInstanceOf(DirectoryInUse.class)
        .hasMessageContaining(directory.path.toString())
        .hasMessageContaining("used by another agent");
    assertThat(directory.restart()).isEmpty();
  }
}
