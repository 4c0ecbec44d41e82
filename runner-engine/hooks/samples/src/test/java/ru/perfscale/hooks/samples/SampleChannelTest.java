package ru.perfscale.hooks.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleChannelTest {
  private final Pipe pipe = new Pipe();
  private final SampleChannel channel = new SampleChannel(pipe, 4_711);

  /** Keeps every write apart, as each must be a whole chunk that a pipe takes atomically. */
  private static final class Pipe extends OutputStream {
    private final List<byte[]> writes = new ArrayList<>();
    private boolean broken;

    @Override
    public void write(int single) {
      throw new AssertionError("a chunk is one write");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (broken) {
        throw new IOException("Broken pipe");
      }
      writes.add(java.util.Arrays.copyOfRange(bytes, from, from + length));
    }

    Frames frames() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] write : writes) {
        assertThat(write.length).isLessThanOrEqualTo(4_096);
        assertThat(write).startsWith('P', 'S', 1, 0, 0x67, 0x12, 0, 0);
        all.writeBytes(write);
      }
      return Frames.parse(all.toByteArray());
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    channel.sample("GET /корзина", 0, 1_764_000_000_123_000_000L, 12_000_000);
    channel.users(17);
    channel.sample("pay", 8 | 4 | 2 << 4, 1_764_000_000_124_000_000L, -1);
    channel.close();
    assertThat(pipe.frames())
        .isEqualTo(
            new Frames(
                List.of(
                    new Frames.Sample(
                        "GET /корзина",
                        "http",
                        false,
                        "main",
                        1_764_000_000_123_000_000L,
                        12_000_000),
                    new Frames.Sample(
                        "pay", "custom", true, "teardown", 1_764_000_000_124_000_000L, -1)),
                List.of(17),
                2));
  }

  @Test
  void aChunkIsWrittenWhenItIsFullOrFlushed() throws IOException {
    for (int i = 0; i < 400; i++) {
      channel.sample("a", 0, i, i);
    }
    assertThat(pipe.writes).hasSize(1);
    channel.flush();
    assertThat(pipe.writes).hasSize(2);
    channel.flush();
    assertThat(pipe.writes).hasSize(2);
    assertThat(pipe.frames().samples()).hasSize(400);
  }

  @Test
  void moreLabelsThanIdsReuseTheIds() throws IOException {
    for (int i = 0; i < 150_000; i++) {
      channel.sample("label " + i, 0, i, i);
      channel.sample("label", 0, i, i);
    }
    channel.close();
    Frames frames = pipe.frames();
    assertThat(frames.declared()).isEqualTo(300_000);
    for (int i = 0; i < 150_000; i++) {
      assertThat(frames.samples().get(2 * i).label()).isEqualTo("label " + i);
      assertThat(frames.samples().get(2 * i + 1).label()).isEqualTo("label");
    }
  }

  @Test
  void aHugeLabelIsCutAfterAWholeCharacter() throws IOException {
    channel.sample("x" + "ж".repeat(10_000), 0, 1, 1);
    channel.sample("lone \ud800 surrogate", 0, 1, 1);
    channel.close();
    List<String> labels = pipe.frames().samples().stream().map(Frames.Sample::label).toList();
    assertThat(labels.get(0))
        .matches("xж+")
        .satisfies(l -> assertThat(l.getBytes(StandardCharsets.UTF_8)).hasSize(2_047));
    assertThat(labels.get(1)).isEqualTo("lone ? surrogate");
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(
                thread ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 20_000; i++) {
                                channel.sample("thread " + thread, 0, i, i);
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    channel.close();
    assertThat(
            pipe.frames().samples().stream()
                .collect(Collectors.groupingBy(Frames.Sample::label, Collectors.counting())))
        .hasSize(8)
        .allSatisfy((label, count) -> assertThat(count).isEqualTo(20_000));
  }

  @Test
  void aBrokenPipeIsToldAtTheNextFlushAndNeverToASampler() {
    pipe.broken = true;
    for (int i = 0; i < 1_000; i++) {
      channel.sample("a", 0, i, i);
    }
    assertThatThrownBy(channel::flush).isInstanceOf(IOException.class).hasMessage("Broken pipe");
    assertThatThrownBy(channel::close).isInstanceOf(IOException.class);
  }

  @Test
  void nothingIsWrittenAfterTheEnd() throws IOException {
    channel.close();
    channel.users(1);
    channel.flush();
    assertThat(pipe.frames()).isEqualTo(new Frames(List.of(), List.of(), 0));
  }
}
