package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.results.Written.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.SampleCounts;

class GatlingLogTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final GatlingBytes log = new GatlingBytes(bytes, 1_000_000_000_000L);

  private Path written() throws IOException {
    return Files.write(directory.resolve("simulation.log"), bytes.toByteArray());
  }

  @Test
  void requestsCountAndGroupsAndUsersDoNot() throws IOException {
    log.user(true);
    log.request("pay ✓", 1_000_000_000_100L, 1_000_000_000_150L, true, "");
    log.request(
        "pay ✓", 1_000_000_000_200L, 1_000_000_000_200L, false, "j.n.ConnectException: refused");
    log.request(
        "pay ✓",
        1_000_000_000_200L,
        1_000_000_000_200L,
        false,
        "status.find.is(200), but actually found 500");
    log.group("purchase");
    log.error("search: No attribute named 'absent' is defined");
    log.user(false);

    Results results = read(written());

    assertThat(results.counts()).isEqualTo(new SampleCounts(4, 3, 2, 0, 0, 0, 0, true));
    assertThat(results.summary().labels()).containsOnlyKeys("pay ✓", "search");
    assertThat(results.summary().total().max()).hasValue(new BigDecimal(50));
    assertThat(results.files().getFirst().transactions()).isEqualTo(1);
    assertThat(results.firstStart()).hasValue(Instant.ofEpochMilli(1_000_000_000_007L));
    assertThat(results.lastEnd()).hasValue(Instant.ofEpochMilli(1_000_000_000_200L));
    assertThat(
            ResultFiles.read(
                    List.of(written()), Window.ALL.to(Instant.ofEpochMilli(1_000_000_000_150L)))
                .counts()
                .samples())
        .isEqualTo(1);
  }

  @Test
  void aRecordThatIsCutOffIsMalformed() throws IOException {
    log.request("a", 1_000_000_000_100L, 1_000_000_000_150L, true, "");
    log.raw(1, 0, 0, 0);

    assertThat(read(written()).counts()).isEqualTo(new SampleCounts(1, 0, 0, 1, 0, 0, 0, true));
  }

  @Test
  void whatIsNoRecordEndsTheReadingAndSaysWhere() throws IOException {
    log.request("a", 1_000_000_000_100L, 1_000_000_000_150L, true, "");
    int place = bytes.size();
    log.raw(17);

    assertThatThrownBy(() -> read(written()))
        .isInstanceOf(ResultFileException.class)
        .hasMessageContaining("from byte " + place + " on: there is no record type 17");
  }

  @Test
  void logsOfOtherVersionsAreRefused() throws IOException {
    Path old = file("old.log", "RUN\tx\tx\t1000000000000\t \t3.9.5");
    byte[] other = bytes.toByteArray();
    other[8] = '9';
    Path later = Files.write(directory.resolve("simulation.log"), other);

    assertThatThrownBy(() -> read(old)).hasMessageContaining("text log of an older Gatling");
    assertThatThrownBy(() -> read(later))
        .hasMessageContaining("it was written by Gatling 3.19.1, what can be read is 3.15");
  }
}
