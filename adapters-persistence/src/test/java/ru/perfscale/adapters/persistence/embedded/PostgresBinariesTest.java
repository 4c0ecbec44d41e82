package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {
  @TempDir Path directory;

  @Test
  void twoAtOnceGetOneCompleteHomeAndLeaveNothingElse() throws Exception {
    Path cache = directory.resolve("cache");
    PostgresBinaries first;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      var one = threads.submit(() -> PostgresBinaries.unpackedInto(cache));
      var other = threads.submit(() -> PostgresBinaries.unpackedInto(cache));
      first = one.get();
      assertThat(other.get()).isEqualTo(first);
    }
    try (Stream<Path> entries = Files.list(cache)) {
      assertThat(entries).containsExactly(first.home());
    }
    assertThat(first.home().getFileName().toString()).startsWith("postgresql-18.");
    assertThat(first.program("postgres")).isExecutable();
    assertThat(first.home().resolve("lib/libpq.so.5")).isSymbolicLink().isRegularFile();
  }

  @Test
  void plainFilesAndLinksAreUnpacked() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    TarXzArchive.unpack(
        archive(
            entry("bin/", '5', "", ""),
            entry("bin/tool", '0', "", "text"),
            entry("bin/link", '2', "tool", "")),
        target);
    assertThat(target.resolve("bin/tool")).hasContent("text").isExecutable();
    assertThat(target.resolve("bin/link")).isSymbolicLink().hasContent("text");
  }

  @Test
  void nothingIsWrittenOutsideTheTarget() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    assertThatThrownBy(
            () -> TarXzArchive.unpack(archive(entry("../escaped", '0', "", "text")), target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'../escaped' leaves the target");
    assertThatThrownBy(
            () -> TarXzArchive.unpack(archive(entry("link", '2', "../../etc", "")), target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leaves the target");
    assertThatThrownBy(
            () -> TarXzArchive.unpack(archive(entry("/tmp/escaped", '0', "", "text")), target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leaves the target");
    assertThat(directory.resolve("escaped")).doesNotExist();
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(
            () -> TarXzArchive.unpack(archive(entry("hard", '1', "other", "")), directory))
        .hasMessageContaining("unsupported tar entry of type '1'");
    byte[] damaged = entry("file", '0', "", "text");
    damaged[0] ^= 1;
    assertThatThrownBy(() -> TarXzArchive.unpack(archive(damaged), directory))
        .hasMessage("not a tar header");
    byte[] short_ = Arrays.copyOf(entry("file", '0', "", "text"), 514);
    assertThatThrownBy(() -> TarXzArchive.unpack(compressed(short_), directory))
        .hasMessageContaining("the archive ends within");
    assertThatThrownBy(
            () -> TarXzArchive.unpack(compressed(entry("file", '0', "", "text")), directory))
        .hasMessageContaining("no end mark");
  }

  private static ByteArrayInputStream archive(byte[]... entries) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      tar.write(entry);
    }
    tar.write(new byte[1024]);
    return compressed(tar.toByteArray());
  }

  private static ByteArrayInputStream compressed(byte[] tar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options(0))) {
      out.write(tar);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static byte[] entry(String name, char type, String link, String content) {
    byte[] entry = new byte[content.isEmpty() ? 512 : 1024];
    put(entry, 0, name);
    put(entry, 100, "0000755");
    put(entry, 124, "%011o".formatted(content.length()));
    entry[156] = (byte) type;
    put(entry, 157, link);
    put(entry, 257, "ustar  ");
    put(entry, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += entry[i] & 0xff;
    }
    put(entry, 148, "%06o\0 ".formatted(sum));
    put(entry, 512, content);
    return entry;
  }

  private static void put(byte[] target, int offset, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }
}
