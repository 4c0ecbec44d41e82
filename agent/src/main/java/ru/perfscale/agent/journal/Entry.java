package ru.perfscale.agent.journal;

/**
 * A frame that waits for its acknowledgement.
 *
 * @param second with a span, the first of its seconds
 */
record Entry(long seq, long second, int span, Place place) {

  /** Where the frame's record is. */
  sealed interface Place {
    /** Of the record's body. */
    int length();
  }

  /**
   * In the file.
   *
   * @param at where the record's body begins
   */
  record OnDisk(long at, int length) implements Place {}

  /** In memory, because the disk does not take it. */
  record InMemory(byte[] body) implements Place {
    @Override
    public int length() {
      return body.length;
    }
  }

  /** What it takes in the file. */
  long bytes() {
    return JournalFile.RECORD_HEAD + place.length();
  }

  Entry numbered(long other) {
    return new Entry(other, second, span, place);
  }

  Entry at(Place other) {
    return new Entry(seq, second, span, other);
  }
}
