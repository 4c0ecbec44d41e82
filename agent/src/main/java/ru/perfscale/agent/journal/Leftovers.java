package ru.perfscale.agent.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.journal.Contents.Newer;
import ru.perfscale.agent.journal.Contents.Nothing;
import ru.perfscale.agent.journal.Contents.Records;
import ru.perfscale.agent.journal.Contents.Unreadable;
import ru.perfscale.agent.journal.RecordReader.Damage;

/** What earlier lives of the agent left in the directory. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String CORRUPT = ".corrupt";
  private static final int MOST_SET_ASIDE = 10;

  private Leftovers() {}

  static void makeDirectory(Path directory) throws IOException {
    if (directory.getParent() != null) {
      Files.createDirectories(directory.getParent());
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /**
   * The journals, the oldest first. What was half made is deleted, and of what was set aside all
   * but the newest.
   *
   * @param mostBytes that files which were set aside may take
   */
  static List<Path> in(Path directory, long mostBytes) throws IOException {
    List<Path> journals = new ArrayList<>();
    List<Path> aside = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path each : files) {
        String name = each.getFileName().toString();
        if (name.endsWith(JournalDirectory.JOURNAL)) {
          journals.add(each);
        } else if (name.endsWith(JournalDirectory.JOURNAL + ".new")) {
          Files.delete(each);
        } else if (name.endsWith(CORRUPT) || name.endsWith(JournalDirectory.REFUSED)) {
          aside.add(each);
        }
      }
    }
    aside.sort(Comparator.comparing(Leftovers::changedAt).reversed());
    long bytes = 0;
    for (int i = 0; i < aside.size(); i++) {
      bytes += Files.size(aside.get(i));
      if (i >= MOST_SET_ASIDE || bytes > mostBytes) {
        LOG.info("{} is deleted: it was set aside, and newer ones were since", aside.get(i));
        Files.delete(aside.get(i));
      }
    }
    journals.sort(Comparator.comparing(Leftovers::changedAt));
    return List.copyOf(journals);
  }

  private static long changedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Empty when there is nothing in it to deliver.
   *
   * @param damaged hears what was changed on disk, for a person
   */
  static Optional<Journal> recover(Path path, Space space, Consumer<String> damaged)
      throws IOException {
    switch (Contents.of(path)) {
      case Nothing nothing -> Files.delete(path);
      case Newer newer ->
          LOG.error(
              "{} was written by a newer agent (version {} of the format, this one reads {}); it"
                  + " stays until that agent is back",
              path,
              newer.version(),
              JournalFile.VERSION);
      case Unreadable unreadable -> {
        Path kept = path.resolveSibling(path.getFileName() + CORRUPT);
        Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
        LOG.error(
            "{} cannot be read, {}; what it held is lost, it is kept as {}",
            path,
            unreadable.why(),
            kept);
        damaged.accept(
            "%s cannot be read, %s; what it held is lost"
                .formatted(path.getFileName(), unreadable.why()));
      }
      case Records records -> {
        return Optional.of(recovered(path, records, space, damaged));
      }
    }
    return Optional.empty();
  }

  private static Journal recovered(
      Path path, Records records, Space space, Consumer<String> damaged) throws IOException {
    boolean corrupt = records.damage() == Damage.CORRUPT;
    if (corrupt) {
      keepCopy(path, records);
      damaged.accept(
          "%s is damaged at byte %d; frames after %d are lost"
              .formatted(path.getFileName(), records.end(), records.lastSeq()));
    } else if (records.damage() == Damage.TORN) {
      LOG.warn(
          "{}: the last record of {} was not written to its end and is cut off",
          records.header().claim(),
          path);
    }
    Store store = Store.of(path, records, space);
    Backlog backlog =
        new Backlog(
            store,
            space,
            why -> {
              throw new IllegalStateException("nothing is added to a journal of an earlier life");
            });
    return new Journal(store, backlog, records);
  }

  /** Before the file is cut: as a copy, so that a crash in between loses nothing. */
  private static void keepCopy(Path path, Records records) throws IOException {
    Path kept = path.resolveSibling(path.getFileName() + CORRUPT);
    Path half = path.resolveSibling(path.getFileName() + ".new");
    Files.copy(path, half, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(half, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    LOG.error(
        "{}: {} is damaged at byte {}; frames after {} are lost here, it is kept as {}",
        records.header().claim(),
        path,
        records.end(),
        records.lastSeq(),
        kept);
  }
}
