package ru.perfscale.runner.engine.latency;

import java.util.Arrays;

/** An open-addressing map from bucket index to count: memory follows the distinct buckets. */
final class BucketCounts {
  private static final int INITIAL_CAPACITY = 16;
  private static final int SPREAD = 0x9E3779B9;

  /** Bucket index + 1; 0 is a free slot. */
  private int[] keys = new int[INITIAL_CAPACITY];

  private long[] counts = new long[INITIAL_CAPACITY];
  private int used;
  private long total;

  void add(int index, long count) {
    int slot = slotOf(index + 1);
    if (keys[slot] == 0) {
      if (used * 3 >= keys.length * 2) {
        grow();
        slot = slotOf(index + 1);
      }
      keys[slot] = index + 1;
      used++;
    }
    counts[slot] += count;
    total += count;
  }

  void addTo(BucketCounts sum) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != 0) {
        sum.add(keys[slot] - 1, counts[slot]);
      }
    }
  }

  long total() {
    return total;
  }

  long countAt(int index) {
    return counts[slotOf(index + 1)];
  }

  /** The indexes that have a count, in ascending order. */
  int[] sortedIndexes() {
    int[] indexes = new int[used];
    int next = 0;
    for (int key : keys) {
      if (key != 0) {
        indexes[next++] = key - 1;
      }
    }
    Arrays.sort(indexes);
    return indexes;
  }

  int indexAtRank(long rank) {
    long seen = 0;
    for (int index : sortedIndexes()) {
      seen += countAt(index);
      if (seen >= rank) {
        return index;
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + total);
  }

  private int slotOf(int key) {
    int mask = keys.length - 1;
    int slot = (key * SPREAD >>> 15) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new int[oldKeys.length * 2];
    counts = new long[oldCounts.length * 2];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != 0) {
        int slot = slotOf(oldKeys[old]);
        keys[slot] = oldKeys[old];
        counts[slot] = oldCounts[old];
      }
    }
  }
}
