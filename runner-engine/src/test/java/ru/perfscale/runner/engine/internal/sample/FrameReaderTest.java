package ru.perfscale.runner.engine.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
  static List<Path> vectors() throws Exception {
    Path directory = Path.of(FrameReaderTest.class.getResource("/vectors/frames").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aVectorIsUnderstoodHoweverItsBytesAreSplit(Path file) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("hex ")) {
        bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(line.substring(4)));
      } else if (line.startsWith("text ")) {
        bytes.writeBytes((line.substring(5) + "\n").getBytes(StandardCharsets.UTF_8));
      } else if (line.startsWith("expect ")) {
        expected.add(line.substring(7));
      }
    }
    byte[] all = bytes.toByteArray();

    assertThat(read(all, all.length)).isEqualTo(expected);
    for (int size = 1; size < 40; size++) {
      assertThat(read(all, size)).as("in pieces of %d bytes", size).isEqualTo(expected);
    }
  }

  private static List<String> read(byte[] bytes, int size) {
    RecordingSink sink = new RecordingSink();
    FrameReader reader = new FrameReader(sink);
    for (int at = 0; at < bytes.length; at += size) {
      reader.read(bytes, at, Math.min(bytes.length, at + size));
    }
    reader.end();
    return sink.heard;
  }

  @Test
  void writersThatEndedLeaveNoMoreRoomForLabelsThanThereWas() {
    RecordingSink sink = new RecordingSink();
    FrameReader reader = new FrameReader(sink);
    for (int writer = 0; writer < 200_000; writer++) {
      byte[] chunk = chunk(writer, "01 0000 0100 61 05 0000000000000000");
      reader.read(chunk, 0, chunk.length);
    }
    assertThat(sink.heard).doesNotContain("malformed 1");
    for (int writer = 0; writer < 20; writer++) {
      byte[] chunk = chunk(writer, "01 FFFF 0100 61");
      reader.read(chunk, 0, chunk.length);
    }

    assertThat(sink.heard).as("65,536 ids each, 2^20 in all").contains("malformed 1");
  }

  @Test
  void nothingFollowsTheEndOfAWriter() {
    RecordingSink sink = new RecordingSink();
    byte[] chunk = chunk(1, "05 0000000000000000 04 07000000");
    new FrameReader(sink).read(chunk, 0, chunk.length);

    assertThat(sink.heard).containsExactly("malformed 1");
  }

  private static byte[] chunk(int writer, String payload) {
    byte[] records = HexFormat.of().parseHex(payload.replace(" ", ""));
    return ByteBuffer.allocate(10 + records.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'P', 'S', 1, 0})
        .putInt(writer)
        .putShort((short) records.length)
        .put(records)
        .array();
  }

  @Test
  void garbageIsCountedAndNeverBreaksTheReader() throws IOException {
    Random random = new Random(7);
    byte[] alphabet = {'P', 'S', 1, 0, 2, 3, 4, 5, '\n', ' ', '1', 'o', 'k', (byte) 0xFF, 20, 9};
    RecordingSink sink = new RecordingSink();
    FrameReader reader = new FrameReader(sink);
    byte[] noise = new byte[300_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = alphabet[random.nextInt(alphabet.length)];
    }
    reader.read(noise, 0, noise.length);
    byte[] good = "\n\n1 ok still there\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 300; i++) {
      reader.read(good, 0, good.length);
    }

    assertThat(sink.heard).contains("sample still there|custom|ok|main|-|1000000|-");
    assertThat(sink.heard).anyMatch(line -> line.startsWith("malformed "));
  }
}
