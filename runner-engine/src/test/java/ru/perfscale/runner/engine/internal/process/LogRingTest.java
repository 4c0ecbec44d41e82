package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.LogTail;

class LogRingTest {
  private static final int PART = LogRing.PART_BYTES;

  @Test
  void headAndTailAreKeptForEverySizeOfLogAndOfPiece() {
    Random random = new Random(3);
    int[] sizes = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 3 * PART, 1_000_003};
    for (int size : sizes) {
      byte[] log = new byte[size];
      for (int i = 0; i < size; i++) {
        log[i] = (byte) ('a' + random.nextInt(26));
      }
      for (int most : new int[] {1_000, 70_000, 300_000}) {
        LogRing ring = new LogRing();
        int at = 0;
        while (at < size) {
          int to = Math.min(size, at + 1 + random.nextInt(most));
          ring.read(log, at, to);
          at = to;
        }
        assertThat(ring.tail()).isEqualTo(expected(log));
      }
    }
  }

  private static LogTail expected(byte[] log) {
    String text = new String(log, StandardCharsets.UTF_8);
    if (log.length <= 2 * PART) {
      return new LogTail(text, log.length, 0);
    }
    int cut = log.length - 2 * PART;
    String kept =
        text.substring(0, PART)
            + "\n… "
            + cut
            + " bytes cut …\n"
            + text.substring(log.length - PART);
    return new LogTail(kept, log.length, cut);
  }
}
