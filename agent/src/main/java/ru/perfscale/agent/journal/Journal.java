package ru.perfscale.agent.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * What one run measured and the control plane has not acknowledged, as numbered frames, and the
 * report of its end. On disk before it is sent; what the disk does not take stays in memory.
 * Thread-safe.
 */
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** A larger second becomes several frames, so that every request has a bound. */
  static final long MAX_FRAME_BYTES = 256 << 10;

  private static final int MAX_BATCH_FRAMES = 60;

  private final Store store;
  private final Backlog backlog;
  private final boolean fromEarlierLife;
  private Optional<LatencyMeaning> latency = Optional.empty();
  private Optional<byte[]> report = Optional.empty();
  private boolean changed;
  private boolean ended;
  private boolean closed;

  /** Begins one; there is a file once there is something to write. */
  Journal(Store store, Backlog backlog) {
    this.store = store;
    this.backlog = backlog;
    this.fromEarlierLife = false;
  }

  /** One that an earlier life of the agent left. Nothing is added to it. */
  Journal(Store store, Backlog backlog, Contents.Records records) {
    this.store = store;
    this.backlog = backlog;
    this.fromEarlierLife = true;
    this.latency = records.latency();
    this.report = records.report();
    this.ended = true;
    backlog.restore(records);
  }

  public Claim claim() {
    return store.claim();
  }

  /** Takes what was measured in a second. */
  public synchronized void add(SecondSnapshot snapshot) {
    if (ended) {
      return;
    }
    SnapshotSum.split(snapshot, MAX_FRAME_BYTES).forEach(backlog::add);
    changed = true;
    notifyAll();
  }

  /** Nothing more will be added. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What the durations in the frames are. */
  public synchronized void means(LatencyMeaning meaning) {
    if (closed) {
      return;
    }
    latency = Optional.of(meaning);
    try {
      store.means(meaning);
    } catch (IOException e) {
      LOG.debug("{}: {}", claim(), e.toString());
    }
  }

  public synchronized Optional<LatencyMeaning> latency() {
    return latency;
  }

  /** Keeps the text that reports the end, for the case that this life cannot deliver it. */
  public synchronized void report(byte[] text) {
    if (closed) {
      return;
    }
    report = Optional.of(text.clone());
    try {
      store.report(text);
      changed = true;
    } catch (IOException e) {
      LOG.warn("{}: the report is not journalled: {}", claim(), e.toString());
    }
  }

  public synchronized Optional<byte[]> report() {
    return report.map(byte[]::clone);
  }

  /**
   * Waits for something to send: the frames that follow the last acknowledged one, sent before or
   * not. Empty when the end came and all is acknowledged.
   *
   * @param bytes about what they may take on the wire; one frame may be more
   * @throws IllegalStateException if they cannot be read any more
   */
  public synchronized List<Frame> next(long bytes) throws InterruptedException {
    while (backlog.isEmpty() && !ended) {
      wait();
    }
    List<Frame> batch = new ArrayList<>();
    try {
      long left = bytes;
      Iterator<Entry> oldest = backlog.oldest().iterator();
      while (oldest.hasNext() && batch.size() < MAX_BATCH_FRAMES && left > 0) {
        Frame frame = backlog.frame(oldest.next());
        left -= SnapshotSum.bytes(frame.content());
        if (batch.isEmpty() || left >= 0) {
          batch.add(frame);
          backlog.sent(frame.seq());
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("the journal cannot be read: " + e, e);
    }
    return batch;
  }

  /**
   * Forgets what is stored at the control plane.
   *
   * @return whether that was news
   * @throws IllegalStateException if it cannot be: frames that were acknowledged are missing there,
   *     or some are there that were never sent
   */
  public synchronized boolean acknowledge(long seq) {
    // Power may have failed after frames were sent and before the disk had kept them.
    long known = fromEarlierLife ? Math.min(seq, backlog.lastSeq()) : seq;
    if (known < backlog.ackedSeq() || known > backlog.sentSeq()) {
      throw new IllegalStateException(
          "the control plane has frames up to %d, of %d sent and %d acknowledged"
              .formatted(seq, backlog.sentSeq(), backlog.ackedSeq()));
    }
    boolean news = known > backlog.ackedSeq();
    if (news) {
      backlog.acknowledge(known);
      changed = true;
    }
    return news;
  }

  /** The number of the last frame so far. */
  public synchronized long lastSeq() {
    return backlog.lastSeq();
  }

  public synchronized long ackedSeq() {
    return backlog.ackedSeq();
  }

  /** Forgets everything: it was delivered, or nobody wants it. */
  public synchronized void discard() {
    backlog.clear();
    closed = true;
    end();
    try {
      store.delete();
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", store.path(), e.toString());
    }
  }

  /** Gives up what the control plane will never take; the file stays, for people. */
  public synchronized void setAside() {
    backlog.clear();
    closed = true;
    end();
    try {
      store.setAside(JournalDirectory.REFUSED);
    } catch (IOException e) {
      LOG.warn("{} cannot be set aside: {}", store.path(), e.toString());
    }
  }

  /** Leaves to the next life of the agent what is not delivered. */
  public synchronized void keep() {
    if (closed) {
      return;
    }
    backlog.settle();
    if (backlog.isLoose()) {
      LOG.error("{}: what is only in memory is lost with this agent", claim());
    }
    if (store.size() > 0) {
      LOG.info("{} is delivered by the next start of this agent", claim());
    }
    closed = true;
    end();
    try {
      store.file().ifPresent(JournalFile::keepQuietly);
      store.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be closed: {}", store.path(), e.toString());
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** What was written and is not safe from a loss of power yet; empty when there is nothing. */
  synchronized Optional<JournalFile> takeChanged() {
    Optional<JournalFile> file = changed && !closed ? store.file() : Optional.empty();
    changed = false;
    return file;
  }
}
