package ru.perfscale.agent.journal;

import java.util.concurrent.atomic.AtomicLong;

/** How much all journals of a directory may take, and take. Thread-safe. */
final class Space {
  private final JournalSettings settings;
  private final AtomicLong used = new AtomicLong();

  Space(JournalSettings settings) {
    this.settings = settings;
  }

  boolean admits(long bytes) {
    return used.get() + bytes <= settings.bytes();
  }

  /** A file grew by so much, or shrank. */
  void grew(long bytes) {
    used.addAndGet(bytes);
  }

  /** What all journals may take on disk. */
  long limit() {
    return settings.bytes();
  }

  /** What each journal may hold in memory while the disk takes nothing. */
  long memory() {
    return settings.memoryBytes();
  }
}
