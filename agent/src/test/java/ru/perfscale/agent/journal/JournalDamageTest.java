package ru.perfscale.agent.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static ru.perfscale.agent.journal.Directory.drain;
import static ru.perfscale.agent.journal.Directory.seqs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.agent.protocol.Frame;

/** Whatever happened to a file, what is before the damage is delivered, and nothing else is. */
class JournalDamageTest {
  private static final int FRAMES = 3;

  private final Directory directory = Directory.withRoom();
  private byte[] whole;
  private List<Frame> frames;
  private final List<String> damage = new ArrayList<>();

  @BeforeEach
  void write() throws Exception {
    Journal journal = directory.begin();
    for (int second = 0; second < FRAMES; second++) {
      journal.add(Snapshots.second(second, Snapshots.series("/", 1_000L + second)));
    }
    frames = journal.next(Directory.PLENTY);
    directory.restart().forEach(Journal::keep);
    whole = Files.readAllBytes(directory.file());
  }

  @AfterEach
  void close() {
    directory.close();
  }

  /** What the next life delivers of a file with these bytes. */
  private List<Frame> found(byte[] bytes) throws Exception {
    return found(bytes, Journal::discard);
  }

  private List<Frame> found(byte[] bytes, Consumer<Journal> end) throws Exception {
    for (String name : directory.files()) {
      Files.delete(directory.path.resolve(name));
    }
    Files.write(directory.file(), bytes);
    List<Frame> found = new ArrayList<>();
    damage.clear();
    // As a restart, without the lock and the thread of a whole directory.
    Space space = new Space(new JournalSettings(directory.path, Directory.PLENTY));
    Optional<Journal> journal = Leftovers.recover(directory.file(), space, damage::add);
    if (journal.isPresent()) {
      assertThat(journal.get().claim()).isEqualTo(Directory.CLAIM);
      found.addAll(drain(journal.get()));
      end.accept(journal.get());
    }
    return found;
  }

  private void assertBeginning(List<Frame> found) {
    assertThat(found).usingRecursiveComparison().isEqualTo(frames.subList(0, found.size()));
  }

  @Test
  void aFileThatWasCutAnywhereGivesAllWholeFramesBeforeTheCut() throws Exception {
    int before = FRAMES;
    for (int length = whole.length - 1; length >= 0; length--) {
      List<Frame> found = found(Arrays.copyOf(whole, length));

      assertBeginning(found);
      assertThat(found).hasSizeBetween(before - 1, before);
      assertThat(directory.files()).noneMatch(name -> name.endsWith(".corrupt"));
      assertThat(damage).isEmpty();
      before = found.size();
    }
    assertThat(before).isZero();
  }

  @Test
  void aBitThatFlippedAnywhereIsNoticedAndTheFileIsKept() throws Exception {
    List<Integer> delivered = new ArrayList<>();
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << (at % 8));
      boolean isVersion = at >= JournalFile.MAGIC.length && at < JournalFile.START;
      List<Frame> found = found(damaged);

      assertBeginning(found);
      assertThat(found).hasSizeLessThan(FRAMES);
      delivered.add(found.size());
      if (!isVersion) {
        assertThat(directory.files()).contains("a_1.4.journal.corrupt");
        assertThat(directory.path.resolve("a_1.4.journal.corrupt")).hasBinaryContent(damaged);
        assertThat(damage).singleElement().asString().startsWith("a_1.4.journal ").contains("lost");
      }
    }
    assertThat(delivered).isSorted().contains(0, 1, 2);
  }

  @Test
  void aTailOfZerosIsCutOff() throws Exception {
    for (int zeros : new int[] {1, 11, 12, 500, 100_000}) {
      assertThat(seqs(found(Arrays.copyOf(whole, whole.length + zeros)))).hasSize(FRAMES);
      assertThat(directory.files()).isEmpty();
    }
  }

  @Test
  void whatIsWrittenAfterACutIsReadAgain() throws Exception {
    found(Arrays.copyOf(whole, whole.length - 1), Journal::keep);
    Journal again = directory.restart().getFirst();

    assertThat(again.ackedSeq()).isEqualTo(FRAMES - 1);
    assertThat(again.lastSeq()).isEqualTo(FRAMES - 1);
  }

  @Test
  void aFileThatIsNoJournalIsSetAside() throws Exception {
    assertThat(found("#!/bin/sh\necho hello\n".getBytes(UTF_8))).isEmpty();
    assertThat(directory.files()).containsExactly("a_1.4.journal.corrupt");
    assertThat(directory.restart()).isEmpty();
    assertThat(directory.files()).containsExactly("a_1.4.journal.corrupt");
  }

  @Test
  void aFileOfANewerAgentIsLeftToIt() throws Exception {
    byte[] newer = whole.clone();
    ByteBuffer.wrap(newer).putInt(JournalFile.MAGIC.length, JournalFile.VERSION + 1);

    assertThat(found(newer)).isEmpty();
    assertThat(directory.files()).containsExactly("a_1.4.journal");
    assertThat(directory.file()).hasBinaryContent(newer);
    assertThat(seqs(found(whole))).hasSize(FRAMES);
  }

  @Test
  void aMissingFrameIsDamage() throws Exception {
    int second = LongStream.of(positions()).mapToInt(Math::toIntExact).toArray()[1];
    int third = LongStream.of(positions()).mapToInt(Math::toIntExact).toArray()[2];
    byte[] without = Arrays.copyOf(whole, whole.length - (third - second));
    System.arraycopy(whole, third, without, second, whole.length - third);

    assertThat(seqs(found(without))).containsExactly(1L);
    assertThat(directory.files()).contains("a_1.4.journal.corrupt");
  }

  /** Where the records of the frames begin. */
  private long[] positions() throws IOException {
    Files.write(directory.file(), whole);
    Contents.Records records = (Contents.Records) Contents.of(directory.file());
    return records.frames().stream()
        .mapToLong(each -> ((Entry.OnDisk) each.place()).at() - JournalFile.RECORD_HEAD)
        .toArray();
  }

  @Test
  void whatWasHalfMadeIsRemovedAndOldDamageDoesNotPileUp() throws Exception {
    Files.write(directory.path.resolve("a_9.1.journal.new"), whole);
    for (int i = 0; i < 15; i++) {
      Files.write(directory.path.resolve("a_" + i + ".1.journal.corrupt"), whole);
    }
    directory.restart();

    assertThat(directory.files()).noneMatch(name -> name.endsWith(".new"));
    assertThat(directory.files()).filteredOn(name -> name.endsWith(".corrupt")).hasSize(10);
  }
}
