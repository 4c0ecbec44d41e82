package ru.perfscale.agent.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * The frames that wait, in order: first those in the file, then those in memory, which the disk did
 * not take yet. Frames that were sent never change; the others may be folded, and the numbers of
 * all that follow move up. Guarded by its journal.
 */
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  /** Less than this is not worth a new file. */
  private static final long SMALL = 8 << 20;

  /** A new file that failed is tried again when so many frames more have come. */
  private static final int PAUSE = 60;

  private final Store store;
  private final Space space;
  private final Consumer<String> onExhausted;
  private final Deque<Entry> stored = new ArrayDeque<>();
  private final Deque<Entry> loose = new ArrayDeque<>();
  private long looseBytes;
  private long lastSeq;
  private long sentSeq;
  private long ackedSeq;

  /** The first second that is still to come. */
  private long end;

  private int pause;
  private boolean degraded;
  private boolean exhausted;

  /**
   * @param onExhausted hears, once, that neither disk nor memory have room
   */
  Backlog(Store store, Space space, Consumer<String> onExhausted) {
    this.store = store;
    this.space = space;
    this.onExhausted = onExhausted;
  }

  /** Begins with what a file holds. All of it may have been sent. */
  void restore(Contents.Records records) {
    stored.addAll(records.frames());
    ackedSeq = records.acked();
    lastSeq = records.lastSeq();
    sentSeq = lastSeq;
  }

  /** Takes what was measured in one second, or a part of it. */
  void add(SecondSnapshot snapshot) {
    byte[] body = Body.frame(new Frame(++lastSeq, snapshot));
    loose.add(Body.entry(body, new Entry.InMemory(body)));
    looseBytes += body.length;
    end = Math.max(end, snapshot.second() + 1);
    settle();
  }

  /** Moves to the disk what is in memory, as far as the disk and the bound allow. */
  void settle() {
    try {
      while (!loose.isEmpty()) {
        Entry next = loose.peek();
        if (space.admits(next.bytes())) {
          stored.add(next.at(store.append(Body.numbered(body(next), next.seq()))));
          loose.remove();
          looseBytes -= next.place().length();
        } else if (!makeRoom()) {
          degrade("the journals' bound of " + space.limit() + " bytes is reached");
          break;
        }
      }
      if (loose.isEmpty() && degraded) {
        degraded = false;
        LOG.info("{} is journalled again", store.claim());
      }
    } catch (IOException e) {
      degrade(e.toString());
    }
    relieveMemory();
  }

  private void degrade(String why) {
    if (!degraded) {
      degraded = true;
      LOG.warn(
          "{}: what is measured stays in memory until there is room on disk: {}",
          store.claim(),
          why);
    }
  }

  /** Whether the file got smaller. */
  private boolean makeRoom() throws IOException {
    if (pause > 0) {
      pause--;
      return false;
    }
    long before = store.size();
    long worthIt = before / 8;
    if (dead() > worthIt) {
      rewrite(Folding.NONE);
      return store.size() < before;
    }
    for (int span : Folding.SPANS) {
      Folding folding = Folding.oldest(unsent(stored), span, end, before / 2);
      if (folding.bytes() > worthIt) {
        rewrite(folding);
        LOG.warn(
            "{}: the journals' bound of {} bytes is reached; the oldest {} bytes that waited were"
                + " added up in steps of {} s, totals stay exact",
            store.claim(),
            space.limit(),
            folding.bytes(),
            span);
        return store.size() < before;
      }
    }
    return false;
  }

  private List<Entry> unsent(Deque<Entry> entries) {
    return entries.stream().filter(each -> each.seq() > sentSeq).toList();
  }

  /** Bytes of the file that nobody needs any more. */
  private long dead() {
    return store.size() - stored.stream().mapToLong(Entry::bytes).sum();
  }

  private void rewrite(Folding folding) throws IOException {
    List<Entry> written = new ArrayList<>();
    pause = PAUSE;
    store.rewrite(
        out -> copy(stored, folding, (entry, body) -> written.add(entry.at(out.append(body)))));
    pause = 0;
    stored.clear();
    stored.addAll(written);
    renumberLoose(written.isEmpty() ? ackedSeq : written.getLast().seq());
  }

  private void renumberLoose(long before) {
    List<Entry> others = List.copyOf(loose);
    loose.clear();
    long seq = before;
    for (Entry each : others) {
      loose.add(each.numbered(++seq));
    }
    lastSeq = seq;
  }

  @FunctionalInterface
  private interface Sink {
    void put(Entry entry, byte[] body) throws IOException;
  }

  /** Hands on all frames, those of a window as one, numbered anew without a gap. */
  private void copy(Deque<Entry> entries, Folding folding, Sink sink) throws IOException {
    long seq = entries.isEmpty() ? ackedSeq : entries.peek().seq() - 1;
    for (Entry each : entries) {
      List<Entry> window = folding.windows().get(each.seq());
      if (window != null) {
        for (SecondSnapshot sum : sum(folding.startOf(window), window)) {
          byte[] body = Body.frame(new Frame(++seq, folding.span(), sum));
          sink.put(Body.entry(body, new Entry.InMemory(body)), body);
        }
      } else if (!folding.absorbed().contains(each.seq())) {
        sink.put(each.numbered(++seq), Body.numbered(body(each), seq));
      }
    }
  }

  private List<SecondSnapshot> sum(long second, List<Entry> window) throws IOException {
    List<SecondSnapshot> parts = new ArrayList<>();
    for (Entry part : window) {
      parts.add(frame(part).content());
    }
    return SnapshotSum.split(SnapshotSum.of(second, parts), Journal.MAX_FRAME_BYTES);
  }

  private void relieveMemory() {
    for (int span : Folding.SPANS) {
      if (looseBytes > space.memory()) {
        foldLoose(Folding.oldest(unsent(loose), span, end, Long.MAX_VALUE));
      }
    }
    if (looseBytes > space.memory() && !exhausted) {
      exhausted = true;
      onExhausted.accept(
          "The disk takes no more of what is measured, and "
              + space.memory()
              + " bytes of memory are full of it");
    }
  }

  private void foldLoose(Folding folding) {
    if (folding.windows().isEmpty()) {
      return;
    }
    Deque<Entry> folded = new ArrayDeque<>();
    try {
      copy(loose, folding, (entry, body) -> folded.add(entry.at(new Entry.InMemory(body))));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be read", e);
    }
    loose.clear();
    loose.addAll(folded);
    looseBytes = loose.stream().mapToLong(each -> each.place().length()).sum();
    lastSeq = folded.getLast().seq();
  }

  /** The frames from the oldest on; once taken, a frame is sent. */
  Stream<Entry> oldest() {
    return Stream.concat(stored.stream(), loose.stream());
  }

  void sent(long seq) {
    sentSeq = Math.max(sentSeq, seq);
  }

  Frame frame(Entry entry) throws IOException {
    Frame frame = Body.readFrame(body(entry));
    return new Frame(entry.seq(), frame.span(), frame.content());
  }

  private byte[] body(Entry entry) throws IOException {
    return switch (entry.place()) {
      case Entry.InMemory memory -> memory.body();
      case Entry.OnDisk disk -> store.read(disk);
    };
  }

  /** Forgets what is stored elsewhere. */
  void acknowledge(long seq) {
    ackedSeq = seq;
    while (!stored.isEmpty() && stored.peek().seq() <= seq) {
      stored.poll();
    }
    while (stored.isEmpty() && !loose.isEmpty() && loose.peek().seq() <= seq) {
      looseBytes -= loose.poll().place().length();
    }
    try {
      store.acknowledge(seq);
      long dead = store.size() < SMALL ? 0 : dead();
      if (dead > SMALL / 2 && dead > store.size() / 2) {
        rewrite(Folding.NONE);
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", store.claim(), e.toString());
    }
  }

  boolean isEmpty() {
    return stored.isEmpty() && loose.isEmpty();
  }

  /** Whether a part of it would be gone with the memory. */
  boolean isLoose() {
    return !loose.isEmpty();
  }

  void clear() {
    stored.clear();
    loose.clear();
    looseBytes = 0;
  }

  long lastSeq() {
    return lastSeq;
  }

  long sentSeq() {
    return sentSeq;
  }

  long ackedSeq() {
    return ackedSeq;
  }
}
