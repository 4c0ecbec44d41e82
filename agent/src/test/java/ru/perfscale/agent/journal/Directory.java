package ru.perfscale.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.Frame;

/** A directory of journals, and what is in it as files. Closing it removes everything. */
final class Directory implements AutoCloseable {
  static final Claim CLAIM = new Claim("a_1", 4);
  static final long PLENTY = 64 << 20;

  final Path path;
  final List<String> exhausted = new ArrayList<>();
  private final JournalSettings settings;
  JournalDirectory journals;

  private Directory(Path path, JournalSettings settings) {
    this.path = path;
    this.settings = settings;
    this.journals = JournalDirectory.open(settings);
  }

  static Directory withRoom() {
    return bounded(PLENTY, PLENTY);
  }

  static Directory bounded(long bytes, long memoryBytes) {
    try {
      Path path = Files.createTempDirectory("perfscale-journal-test").resolve("journal");
      return new Directory(path, new JournalSettings(path, bytes, memoryBytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Journal begin() {
    return journals.begin(CLAIM, "http://127.0.0.1:1", exhausted::add);
  }

  /** What the next life of the agent finds. */
  List<Journal> restart() {
    journals.close();
    journals = JournalDirectory.open(settings);
    return journals.leftovers().stream().flatMap(each -> journals.recover(each).stream()).toList();
  }

  /** The names of all files but the lock. */
  List<String> files() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return path.resolve("a_1.4.journal");
  }

  long size() {
    try {
      return Files.size(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All frames of a journal that has ended, each acknowledged as it comes. */
  static List<Frame> drain(Journal journal) throws InterruptedException {
    List<Frame> all = new ArrayList<>();
    for (List<Frame> batch = journal.next(PLENTY); !batch.isEmpty(); batch = journal.next(PLENTY)) {
      all.addAll(batch);
      journal.acknowledge(batch.getLast().seq());
    }
    return all;
  }

  static List<Long> seqs(List<Frame> frames) {
    return frames.stream().map(Frame::seq).toList();
  }

  static long samples(List<Frame> frames) {
    return frames.stream().mapToLong(frame -> Snapshots.samples(frame.content())).sum();
  }

  @Override
  public void close() {
    journals.close();
    try (Stream<Path> files = Files.walk(path.getParent())) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("perfscale-agent-journal");
  }
}
