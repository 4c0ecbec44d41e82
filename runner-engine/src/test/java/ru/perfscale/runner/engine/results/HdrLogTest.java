package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static ru.perfscale.runner.engine.results.Written.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.SampleCounts;

class HdrLogTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

  @Test
  void intervalsOfAnyRangeAndPrecisionAreAddedByTheirTags() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HistogramLogWriter log = new HistogramLogWriter(bytes);
    log.outputComment("written by a test");
    log.outputLogFormatVersion();
    log.outputStartTime(1_000_000_000_000L);
    log.outputLegend();
    Histogram coarse = new Histogram(1_000, 60_000_000_000L, 2);
    coarse.recordValueWithCount(5_000_000, 98);
    coarse.recordValueWithCount(50_000_000_000L, 2);
    coarse.setStartTimeStamp(1_000_000_001_000L);
    coarse.setEndTimeStamp(1_000_000_002_000L);
    log.outputIntervalHistogram(coarse);
    Histogram fine = new Histogram(5);
    fine.setTag("fine");
    fine.recordValueWithCount(123_456_789, 7);
    fine.setStartTimeStamp(1_000_000_002_000L);
    fine.setEndTimeStamp(1_000_000_003_000L);
    log.outputIntervalHistogram(fine);

    Results results = read(Files.write(directory.resolve("a.hlog"), bytes.toByteArray()));

    assertThat(results.counts()).isEqualTo(new SampleCounts(107, 0, 0, 0, 0, 0, 0, true));
    assertThat(results.summary().labels()).containsOnlyKeys("(unnamed)", "fine");
    assertThat(results.summary().labels().get("fine").max().orElseThrow().doubleValue())
        .isCloseTo(123.456789, within(0.002));
    assertThat(results.summary().total().percentile(90).orElseThrow().doubleValue())
        .isCloseTo(5, within(0.05));
    assertThat(results.summary().total().max().orElseThrow().doubleValue())
        .isCloseTo(50_000, within(500.0));
    assertThat(results.firstStart()).hasValue(Instant.ofEpochMilli(1_000_000_001_000L));
    assertThat(results.lastEnd()).hasValue(Instant.ofEpochMilli(1_000_000_003_000L));
  }

  @Test
  void linesThatMakeNoSenseAreCountedAndLeftOut() throws IOException {
    Results results =
        read(
            file(
                "a.hlog",
                "#[Histogram log format version 1.3]",
                "0.1,1.0,2.0,HISTFAAAA",
                "0.1,1.0,2.0",
                "x,1.0,2.0,HISTFAAAAEV42pNpmSzMwMCgyAABTBDKT4GBgdnNYMcCBvsPEBEJISEuATEZMQ4uASkhIR4nrxg9v2lMaxhvMekILGZkKmcCAEf2CsI=",
                "0.1,1.0,2.0,!!!!"));

    assertThat(results.counts().samples()).isZero();
    assertThat(results.counts().malformed()).isEqualTo(4);
  }
}
