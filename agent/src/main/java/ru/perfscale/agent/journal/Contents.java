package ru.perfscale.agent.journal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ru.perfscale.agent.journal.RecordReader.Damage;
import ru.perfscale.runner.engine.LatencyMeaning;

/** What a file in the directory turns out to be. */
sealed interface Contents {
  /** Too short to say whose it is: its writer died at once. There is nothing in it. */
  record Nothing() implements Contents {}

  /** Written by a newer agent. */
  record Newer(int version) implements Contents {}

  /** No journal, or one whose head is damaged. */
  record Unreadable(String why) implements Contents {}

  /**
   * A journal, as far as it can be read.
   *
   * @param frames not acknowledged, in order
   * @param acked the number of the last acknowledged frame
   * @param report the text that reports the end of the run
   * @param end where the good records end
   */
  record Records(
      Header header,
      Optional<LatencyMeaning> latency,
      List<Entry> frames,
      long acked,
      Optional<byte[]> report,
      Damage damage,
      long end)
      implements Contents {
    /** The number of the last frame that was written. */
    long lastSeq() {
      return frames.isEmpty() ? acked : frames.getLast().seq();
    }
  }

  /** Reads a file; changes nothing. */
  static Contents of(Path path) throws IOException {
    byte[] start;
    try (InputStream in = new FileInputStream(path.toFile())) {
      start = in.readNBytes(JournalFile.START);
    }
    int known = Math.min(start.length, JournalFile.MAGIC.length);
    if (!Arrays.equals(start, 0, known, JournalFile.MAGIC, 0, known)) {
      return new Unreadable("it does not begin as a journal");
    }
    if (start.length < JournalFile.START) {
      return new Nothing();
    }
    int version = ByteBuffer.wrap(start).getInt(JournalFile.MAGIC.length);
    if (version != JournalFile.VERSION) {
      return version > JournalFile.VERSION
          ? new Newer(version)
          : new Unreadable("its version is " + version);
    }
    try (RecordReader reader = new RecordReader(path)) {
      return of(reader);
    }
  }

  private static Contents of(RecordReader reader) throws IOException {
    Optional<byte[]> first = reader.next();
    if (first.isEmpty()) {
      return reader.damage() == Damage.CORRUPT
          ? new Unreadable("its head is damaged")
          : new Nothing();
    }
    if (first.get()[0] != Body.HEADER) {
      return new Unreadable("it does not begin with a header");
    }
    Reading reading = new Reading(Body.readHeader(first.get()));
    Damage damage = Damage.NONE;
    long end = reader.position();
    Optional<byte[]> body = reader.next();
    while (body.isPresent() && damage == Damage.NONE) {
      if (reading.take(body.get(), end + JournalFile.RECORD_HEAD)) {
        end = reader.position();
        body = reader.next();
      } else {
        damage = Damage.CORRUPT;
      }
    }
    return reading.records(damage == Damage.NONE ? reader.damage() : damage, end);
  }

  /** Records as they come. */
  final class Reading {
    private final Header header;
    private Optional<LatencyMeaning> latency = Optional.empty();
    private final List<Entry> frames = new ArrayList<>();
    private long acked;
    private Optional<byte[]> report = Optional.empty();

    private Reading(Header header) {
      this.header = header;
    }

    /** Whether the record can follow those before. */
    private boolean take(byte[] body, long at) throws IOException {
      switch (body[0]) {
        case Body.LATENCY -> latency = Optional.of(Body.readLatency(body));
        case Body.REPORT -> report = Optional.of(Body.readReport(body));
        case Body.ACKNOWLEDGED -> acked = Math.max(acked, Body.seq(body));
        case Body.FRAME -> {
          Entry entry = Body.entry(body, new Entry.OnDisk(at, body.length));
          long before = frames.isEmpty() ? 0 : frames.getLast().seq();
          if (entry.seq() != Math.max(before, acked) + 1) {
            return false;
          }
          frames.add(entry);
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private Records records(Damage damage, long end) {
      List<Entry> waiting = frames.stream().filter(each -> each.seq() > acked).toList();
      return new Records(header, latency, waiting, acked, report, damage, end);
    }
  }
}
