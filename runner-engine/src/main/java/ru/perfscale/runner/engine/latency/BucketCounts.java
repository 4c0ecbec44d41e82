package ru.perfscale.runner.engine.latency;

import java.util.Arrays;

/**
 * How often each bucket was hit. Up to 512 hits are kept as a plain list of buckets, two bytes
 * each, which is sorted when somebody looks: a label in one second seldom has more, and nothing is
 * faster to write. With more, counts stand in pages of 64 neighbouring buckets, made when one of
 * them is hit: durations keep together, so that few of the 528 pages are.
 */
final class BucketCounts {
  /** Takes the buckets one by one. */
  interface Visitor {
    void bucket(int index, long count);
  }

  private static final int FIRST_LIST = 16;
  private static final int MAX_LIST = 512;
  private static final int PAGE_BITS = 6;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  /** One entry per hit; null once there are pages. */
  private char[] list = new char[FIRST_LIST];

  private int listed;
  private boolean sorted = true;

  private long[][] pages;

  /** Buckets on the pages that have a count. */
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
    if (count == 1 && list != null && listed < MAX_LIST) {
      // The usual bucket of a label in one second, and its neighbours come in ascending order.
      boolean inOrder = sorted && (listed == 0 || list[listed - 1] <= index);
      add(index);
      sorted = inOrder;
      return;
    }
    if (list != null && count <= MAX_LIST - listed && growList((int) count)) {
      Arrays.fill(list, listed, listed + (int) count, (char) index);
      listed += (int) count;
      sorted = false;
    } else {
      if (list != null) {
        makePages();
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

  private void makePages() {
    pages = new long[Buckets.COUNT >> PAGE_BITS][];
    char[] hits = list;
    list = null;
    for (int i = 0; i < listed; i++) {
      put(hits[i], 1);
    }
  }

  private void put(int index, long count) {
    long[] page = pages[index >> PAGE_BITS];
    if (page == null) {
      page = new long[PAGE_SIZE];
      pages[index >> PAGE_BITS] = page;
    }
    int place = index & PAGE_SIZE - 1;
    if (page[place] == 0) {
      used++;
    }
    page[place] += count;
  }

  void addTo(BucketCounts sum) {
    int end = sum.sortedEnd();
    ascending(sum::add);
    sum.mergeFrom(end);
  }

  /** Where a sorted list ends; −1 when there is none. */
  int sortedEnd() {
    return list != null && sorted ? listed : -1;
  }

  /**
   * Makes a sorted list of what was added in ascending order to one: that takes a tenth of sorting
   * it all.
   *
   * @param end the {@link #sortedEnd} before
   */
  void mergeFrom(int end) {
    if (end < 0 || list == null || sorted) {
      return;
    }
    char[] added = Arrays.copyOfRange(list, end, listed);
    int before = end - 1;
    int place = listed;
    for (int next = added.length - 1; next >= 0; ) {
      place--;
      list[place] = before >= 0 && list[before] > added[next] ? list[before--] : added[next--];
    }
    sorted = true;
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
    for (int number = 0; number < pages.length; number++) {
      long[] page = pages[number];
      for (int place = 0; page != null && place < PAGE_SIZE; place++) {
        if (page[place] != 0) {
          visitor.bucket((number << PAGE_BITS) + place, page[place]);
        }
      }
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

  int indexAtRank(long rank) {
    if (rank < 1 || rank > total) {
      throw new IllegalArgumentException("rank " + rank + " of " + total);
    }
    if (list != null) {
      sort();
      return list[(int) rank - 1];
    }
    long seen = 0;
    int number = 0;
    int place = -1;
    while (seen < rank) {
      place++;
      if (place == PAGE_SIZE || pages[number] == null) {
        number++;
        place = -1;
      } else {
        seen += pages[number][place];
      }
    }
    return (number << PAGE_BITS) + place;
  }
}
