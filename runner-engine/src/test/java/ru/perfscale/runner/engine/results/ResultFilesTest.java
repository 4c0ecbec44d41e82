package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.results.Written.K6_HEADER;
import static ru.perfscale.runner.engine.results.Written.jtl;
import static ru.perfscale.runner.engine.results.Written.k6;
import static ru.perfscale.runner.engine.results.Written.read;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

  @Test
  void severalFilesAreOneWhateverTheirOrder() throws IOException {
    Path one = file("a.jtl", jtl(1_000_000_000_000L, 100, "a", true));
    Path two = gzipped(file("b.jtl", jtl(1_000_000_000_000L, 300, "a", false)), 1.0);
    Path three = file("c.csv", K6_HEADER + k6("1000000000", "200.25", "a"));

    Results forth = read(one, two, three);
    Results back = read(three, two, one);

    assertThat(forth.summary().total().count()).isEqualTo(3);
    assertThat(forth.summary().total().errors()).isEqualTo(1);
    assertThat(forth.latency().resolution()).isEqualTo(Duration.ofMillis(1));
    assertThat(forth.latency().meaning()).contains("elapsed").contains("http_req_duration");
    assertThat(back.summary().total().percentile(99))
        .isEqualTo(forth.summary().total().percentile(99));
  }

  @Test
  void whatIsThereOfACutGzipFileCounts() throws IOException {
    String[] rows = new String[20_000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = jtl(1_000_000_000_000L + i, i, "label " + i % 7, true);
    }
    Path whole = file("a.jtl", rows);

    Results results = read(gzipped(whole, 0.5));

    assertThat(results.counts().samples()).isBetween(5_000L, 15_000L);
    assertThat(results.counts().malformed()).isBetween(1L, 2L);
  }

  @Test
  void whatCannotBeReadSaysWhatWouldBeRight() throws IOException {
    assertRefused(Files.createFile(directory.resolve("empty")), "empty is empty");
    assertRefused(directory.resolve("gone"), "gone does not exist");
    assertRefused(directory, "is a directory; name the files in it");
    assertRefused(
        file("a.xml", "<?xml version=\"1.0\"?>", "<testResults version=\"1.2\">"),
        "jmeter.save.saveservice.output_format=csv");
    assertRefused(file("a.txt", "hello \u0007 world"), "begins with \"hello ? world\"", "JTL");
    assertRefused(
        file("short.jtl", "1000000000000,1,a,200"),
        "has 4 columns and no header",
        "print_field_names=true");
    assertRefused(
        file("a.jtl", "timeStamp,elapsed,success"),
        "has no column label; write it with jmeter.save.saveservice.label=true");
  }

  private void assertRefused(Path file, String... words) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ResultFileException.class)
        .hasMessageContainingAll(words)
        .extracting(e -> ((ResultFileException) e).file())
        .isEqualTo(file);
  }

  private Path gzipped(Path file, double part) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    byte[] bytes = Files.readAllBytes(packed);
    return Files.write(packed, Arrays.copyOf(bytes, (int) (bytes.length * part)));
  }
}
