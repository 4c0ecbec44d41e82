package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdrLogWindowTest {
  private static final long START = 1_000_000_000_000L;

  @TempDir private Path directory;

  /** One request in the first second, two in the second, three in the third. */
  private Path log() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HistogramLogWriter log = new HistogramLogWriter(bytes);
    log.outputComment("[Label: GET /a b]");
    log.outputLogFormatVersion();
    log.outputBaseTime(START);
    log.outputStartTime(START);
    log.outputLegend();
    log.setBaseTime(START);
    for (int second = 0; second < 3; second++) {
      Histogram histogram = new Histogram(3);
      histogram.recordValueWithCount(5_000_000, second + 1);
      histogram.setStartTimeStamp(START + 1_000L * second);
      histogram.setEndTimeStamp(START + 1_000L * second + 1_000);
      log.outputIntervalHistogram(histogram);
    }
    return Files.write(directory.resolve("a.hlog"), bytes.toByteArray());
  }

  @Test
  void aSecondThatEndsWhereTheWindowBeginsIsOutsideAndOneThatEndsWithItIsInside()
      throws IOException {
    List<Path> files = List.of(log());
    assertThat(count(files, Window.ALL)).isEqualTo(6);
    assertThat(count(files, Window.ALL.skip(Duration.ofSeconds(1)))).isEqualTo(5);
    assertThat(count(files, Window.ALL.to(Duration.ofSeconds(2)))).isEqualTo(3);
    assertThat(count(files, Window.ALL.skip(Duration.ofSeconds(1)).to(Duration.ofSeconds(2))))
        .isEqualTo(2);
  }

  private static long count(List<Path> files, Window window) {
    return ResultFiles.read(files, window).summary().total().count();
  }

  @Test
  void theLabelOfUntaggedLinesIsInAComment() throws IOException {
    assertThat(ResultFiles.read(List.of(log()), Window.ALL).summary().labels())
        .containsOnlyKeys("GET /a b");
  }
}
