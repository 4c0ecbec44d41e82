package ru.perfscale.runner.engine.latency;

import java.util.Arrays;

/**
 * How often each bucket was hit. Up to 512 hits are kept as a plain list of buckets, two bytes
 * each, which is sorted when somebody looks: a label in one second seldom has more, and nothing is
 * faster to write. With more they become an open-addressing map, whose memory follows the distinct
 * buckets.
 */
final class BucketCounts {
  /** Takes the buckets one by one. */
  interface Visitor {
    void bucket(int index, long count);
  }

  private static final int FIRST_LIST = 16;
  private static final int MAX_LIST = 512;
  private static final int FIRST_TABLE = 512;
  private static final int SPREAD = 0x9E3779B9;

  /** One entry per hit; null once there is a map. */
  private char[] list = new char[FIRST_LIST];

  private int listed;
  private boolean sorted = true;

  /** The map: bucket index + 1; 0 is a free slot. */
  private int[] keys;

  private long[] counts;
  private int used;
  private long total;

  /** Counts one hit. */
  void add(int index) {
    if (list != null && (listed < list.length || growList(1))) {
      list[listed++] = (char) index;
      sorted = false;
      total++;
    } else {
      add(index, 1);
    }
  }

  void add(int index, long count) {
    if (list != null && count <= MAX_LIST - listed && growList((int) count)) {
      Arrays.fill(list, listed, listed + (int) count, (char) index);
      listed += (int) count;
      sorted = false;
    } else {
      if (list != null) {
        makeTable();
      }
      put(index, count);
    }
    total += count;
  }

  /** Makes room; false if the list may not be that long. */
  private boolean growList(int more) {
    if (listed + more > MAX_LIST) {
      return false;
    }
    if (listed + more > list.length) {
      list = Arrays.copyOf(list, Math.max(list.length * 2, listed + more));
    }
    return true;
  }

  private void makeTable() {
    keys = new int[FIRST_TABLE];
    counts = new long[FIRST_TABLE];
    sort();
    char[] hits = list;
    list = null;
    runs(hits, listed, this::put);
  }

  private void put(int index, long count) {
    int slot = slotOf(index + 1);
    if (keys[slot] == 0) {
      if (used * 3 >= keys.length * 2) {
        growTable();
        slot = slotOf(index + 1);
      }
      keys[slot] = index + 1;
      used++;
    }
    counts[slot] += count;
  }

  void addTo(BucketCounts sum) {
    if (list != null) {
      ascending(sum::add);
      return;
    }
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != 0) {
        sum.add(keys[slot] - 1, counts[slot]);
      }
    }
  }

  long total() {
    return total;
  }

  /** How many different buckets there are, at most. */
  int distinct() {
    return list == null ? used : listed;
  }

  /** Shows every bucket that has a count, in ascending order. */
  void ascending(Visitor visitor) {
    if (list != null) {
      sort();
      runs(list, listed, visitor);
      return;
    }
    for (int index : sortedIndexes()) {
      visitor.bucket(index, counts[slotOf(index + 1)]);
    }
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(list, 0, listed);
      sorted = true;
    }
  }

  private static void runs(char[] hits, int length, Visitor visitor) {
    int from = 0;
    while (from < length) {
      int to = from + 1;
      while (to < length && hits[to] == hits[from]) {
        to++;
      }
      visitor.bucket(hits[from], to - from);
      from = to;
    }
  }

  private int[] sortedIndexes() {
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
    if (rank < 1 || rank > total) {
      throw new IllegalArgumentException("rank " + rank + " of " + total);
    }
    if (list != null) {
      sort();
      return list[(int) rank - 1];
    }
    long seen = 0;
    int found = 0;
    for (int index : sortedIndexes()) {
      seen += counts[slotOf(index + 1)];
      found = index;
      if (seen >= rank) {
        break;
      }
    }
    return found;
  }

  /** Eight neighbours stand together, in one cache line: they often come one after the other. */
  private int slotOf(int key) {
    int mask = keys.length - 1;
    int slot = ((key >>> 3) * SPREAD >>> 12 & ~7 | key & 7) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void growTable() {
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
