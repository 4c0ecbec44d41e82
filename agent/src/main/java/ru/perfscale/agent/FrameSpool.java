package ru.perfscale.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * What a run measured and the control plane has not acknowledged. A snapshot becomes numbered
 * frames when it is first taken for sending; from then on the frames never change. Snapshots that
 * were never taken are added up in pairs when they need more memory than allowed: seconds of the
 * chart get coarser, and every total stays exact. Thread-safe.
 */
final class FrameSpool {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSpool.class);

  private static final int MAX_BATCH_FRAMES = 60;
  private static final long MAX_BATCH_BYTES = 1 << 20;
  private static final long MAX_FRAME_BYTES = 256 << 10;

  private final long limit;
  private final Deque<Frame> numbered = new ArrayDeque<>();
  private Deque<SecondSnapshot> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long lastSeq;
  private long ackedSeq;
  private long merged;
  private boolean ended;
  private boolean discarded;

  /**
   * @param limit bytes of snapshots that wait
   */
  FrameSpool(long limit) {
    this.limit = limit;
  }

  synchronized void add(SecondSnapshot snapshot) {
    if (ended) {
      return;
    }
    waiting.add(snapshot);
    waitingBytes += SnapshotSum.bytes(snapshot);
    while (waitingBytes > limit && waiting.size() > 1) {
      mergePairs();
    }
    notifyAll();
  }

  private void mergePairs() {
    Deque<SecondSnapshot> coarser = new ArrayDeque<>();
    long bytes = 0;
    while (!waiting.isEmpty()) {
      SecondSnapshot next = waiting.poll();
      if (!waiting.isEmpty()) {
        next = SnapshotSum.of(next, waiting.poll());
        merged++;
      }
      coarser.add(next);
      bytes += SnapshotSum.bytes(next);
    }
    waiting = coarser;
    waitingBytes = bytes;
    LOG.warn(
        "Undelivered seconds need more than {} bytes and were added up in pairs; {} are merged so"
            + " far, totals stay exact",
        limit,
        merged);
  }

  /** Nothing more will be added. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Forgets everything and takes nothing more. */
  synchronized void discard() {
    waiting.clear();
    numbered.clear();
    waitingBytes = 0;
    discarded = true;
    end();
  }

  synchronized boolean isDiscarded() {
    return discarded;
  }

  /**
   * Waits for something to send: the frames that follow the last acknowledged one, sent before or
   * not. Empty when the end came and all is acknowledged.
   */
  synchronized List<Frame> next() throws InterruptedException {
    while (waiting.isEmpty() && numbered.isEmpty() && !ended) {
      wait();
    }
    List<Frame> batch = new ArrayList<>();
    long bytes = 0;
    for (Frame frame : numbered) {
      bytes += SnapshotSum.bytes(frame.content());
      if (batch.size() == MAX_BATCH_FRAMES || (bytes > MAX_BATCH_BYTES && !batch.isEmpty())) {
        return batch;
      }
      batch.add(frame);
    }
    // A whole snapshot at a time: its parts may exceed the bounds, and are then left for later.
    while (!waiting.isEmpty() && batch.size() < MAX_BATCH_FRAMES && bytes < MAX_BATCH_BYTES) {
      SecondSnapshot snapshot = waiting.poll();
      waitingBytes -= SnapshotSum.bytes(snapshot);
      for (SecondSnapshot part : SnapshotSum.split(snapshot, MAX_FRAME_BYTES)) {
        Frame frame = new Frame(++lastSeq, part);
        numbered.add(frame);
        bytes += SnapshotSum.bytes(part);
        if (batch.isEmpty() || (batch.size() < MAX_BATCH_FRAMES && bytes <= MAX_BATCH_BYTES)) {
          batch.add(frame);
        }
      }
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
  synchronized boolean acknowledge(long seq) {
    if (seq < ackedSeq || seq > lastSeq) {
      throw new IllegalStateException(
          "the control plane has frames up to %d, of %d sent and %d acknowledged"
              .formatted(seq, lastSeq, ackedSeq));
    }
    while (!numbered.isEmpty() && numbered.peek().seq() <= seq) {
      numbered.poll();
    }
    boolean news = seq > ackedSeq;
    ackedSeq = seq;
    return news;
  }

  /** The number of the last frame so far. */
  synchronized long lastSeq() {
    return lastSeq;
  }

  synchronized long ackedSeq() {
    return ackedSeq;
  }

  /** How many snapshots were added to another for want of memory. */
  synchronized long merged() {
    return merged;
  }
}
