package ru.perfscale.agent.journal;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.runner.engine.LatencyMeaning;

/**
 * A journal's file, which is made when there is something to write, and what stands at the
 * beginning of every new one. Guarded by its journal.
 */
final class Store {
  private final Path path;
  private final Header header;
  private final Space space;
  private Optional<JournalFile> file = Optional.empty();
  private Optional<byte[]> latency = Optional.empty();
  private Optional<byte[]> report = Optional.empty();
  private long ackedSeq;
  private long ackedInFile;

  /** Frames on their way into a new file. */
  @FunctionalInterface
  interface Copy {
    void to(JournalFile file) throws IOException;
  }

  Store(Path path, Header header, Space space) {
    this.path = path;
    this.header = header;
    this.space = space;
  }

  /** Goes on with a file that was read; what is behind its last good record is cut off. */
  static Store of(Path path, Contents.Records records, Space space) throws IOException {
    Store store = new Store(path, records.header(), space);
    JournalFile file = JournalFile.open(path, records.end());
    store.file = Optional.of(file);
    store.latency = records.latency().map(Body::latency);
    store.report = records.report().map(Body::report);
    store.ackedSeq = records.acked();
    store.ackedInFile = records.acked();
    space.grew(file.size());
    return store;
  }

  Claim claim() {
    return header.claim();
  }

  Path path() {
    return path;
  }

  Optional<JournalFile> file() {
    return file;
  }

  long size() {
    return file.map(JournalFile::size).orElse(0L);
  }

  Entry.OnDisk append(byte[] frame) throws IOException {
    JournalFile into = existing();
    if (ackedInFile < ackedSeq) {
      // A disk that was full may have refused it; a gap before the next frame would be damage.
      write(into, Body.acknowledged(ackedSeq));
      ackedInFile = ackedSeq;
    }
    return write(into, frame);
  }

  private JournalFile existing() throws IOException {
    if (file.isEmpty()) {
      JournalFile made = JournalFile.create(path, header);
      try {
        begin(made);
      } catch (IOException e) {
        made.close();
        Files.deleteIfExists(path);
        throw e;
      }
      file = Optional.of(made);
      space.grew(made.size());
    }
    return file.get();
  }

  private void begin(JournalFile made) throws IOException {
    if (latency.isPresent()) {
      made.append(latency.get());
    }
    if (report.isPresent()) {
      made.append(report.get());
    }
    made.append(Body.acknowledged(ackedSeq));
    ackedInFile = ackedSeq;
  }

  private Entry.OnDisk write(JournalFile into, byte[] body) throws IOException {
    Entry.OnDisk place = into.append(body);
    space.grew(JournalFile.RECORD_HEAD + (long) body.length);
    return place;
  }

  void acknowledge(long seq) throws IOException {
    ackedSeq = seq;
    if (file.isPresent()) {
      write(file.get(), Body.acknowledged(seq));
      ackedInFile = seq;
    }
  }

  void means(LatencyMeaning meaning) throws IOException {
    byte[] body = Body.latency(meaning);
    latency = Optional.of(body);
    if (file.isPresent()) {
      write(file.get(), body);
    }
  }

  /** Has to be there after a restart, frames or not: makes the file when it is missing. */
  void report(byte[] text) throws IOException {
    byte[] body = Body.report(text);
    boolean isThere = file.isPresent();
    report = Optional.of(body);
    JournalFile into = existing();
    if (isThere) {
      write(into, body);
    }
  }

  byte[] read(Entry.OnDisk place) throws IOException {
    return file.orElseThrow(() -> new IOException(path + " is closed")).read(place);
  }

  /** Puts a new file in the place of the old one, at once and for good. */
  void rewrite(Copy copy) throws IOException {
    JournalFile made = JournalFile.create(path.resolveSibling(path.getFileName() + ".new"), header);
    try {
      begin(made);
      copy.to(made);
      made.replace(path);
    } catch (IOException | RuntimeException e) {
      made.close();
      Files.deleteIfExists(made.path());
      throw e;
    }
    space.grew(made.size() - size());
    if (file.isPresent()) {
      file.get().close();
    }
    file = Optional.of(made);
  }

  /** The file stays for the next life of the agent. */
  void close() throws IOException {
    if (file.isPresent()) {
      space.grew(-size());
      JournalFile open = file.get();
      file = Optional.empty();
      open.close();
    }
  }

  /** The file stays, for people only. */
  void setAside(String suffix) throws IOException {
    close();
    Files.move(path, path.resolveSibling(path.getFileName() + suffix), REPLACE_EXISTING);
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }
}
