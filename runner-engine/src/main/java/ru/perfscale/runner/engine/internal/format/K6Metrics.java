package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.internal.text.Words;

/** The metrics of k6 that are read: those that are samples, and the number of users. */
final class K6Metrics {
  static final int NONE = -1;

  private static final String[] NAMES = {
    "http_req_duration", "grpc_req_duration", "ws_session_duration", "browser_http_req_duration"
  };
  private static final Kind[] KINDS = {Kind.HTTP, Kind.GRPC, Kind.WS, Kind.BROWSER};

  /** Bytes 8 to 15; 0 to 7 are "http_req" in all nine metrics of a request. */
  private static final long[] SECOND_WORDS =
      Arrays.stream(NAMES).mapToLong(name -> Words.of(name, Long.BYTES)).toArray();

  private static final int USERS = NAMES.length;
  private static final byte[] VUS = "vus".getBytes(StandardCharsets.US_ASCII);

  private final byte[][] ended;

  /**
   * @param end the character that follows a name
   */
  K6Metrics(char end) {
    ended =
        Arrays.stream(NAMES)
            .map(name -> (name + end).getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
  }

  /**
   * The number of the metric whose name begins here, {@link #NONE} if it is not one that is read.
   */
  int at(byte[] bytes, int from, int to) {
    if (to - from >= 2 * Long.BYTES) {
      long word = Words.at(bytes, from + Long.BYTES);
      for (int metric = 0; metric < SECOND_WORDS.length; metric++) {
        if (word == SECOND_WORDS[metric] && begins(bytes, from, to, ended[metric])) {
          return metric;
        }
      }
    }
    boolean users =
        begins(bytes, from, to, VUS)
            && to - from > VUS.length
            && bytes[from + VUS.length] == ended[0][ended[0].length - 1];
    return users ? USERS : NONE;
  }

  static boolean isUsers(int metric) {
    return metric == USERS;
  }

  static Kind kind(int metric) {
    return KINDS[metric];
  }

  static boolean begins(byte[] bytes, int from, int to, byte[] text) {
    return to - from >= text.length
        && Arrays.equals(text, 0, text.length, bytes, from, from + text.length);
  }
}
