package ru.perfscale.bootstrap.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.bootstrap.local.Samples.http;
import static ru.perfscale.bootstrap.local.Samples.second;
import static ru.perfscale.bootstrap.local.Samples.series;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.bootstrap.results.Outcome;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;

class ResultDirectoryTest {
  private static final Instant START = Instant.parse("2026-03-04T05:06:07.250Z");
  private static final ru.perfscale.runner.engine.Outcome OK =
      ru.perfscale.runner.engine.Outcome.OK;
  private static final ru.perfscale.runner.engine.Outcome ERROR =
      ru.perfscale.runner.engine.Outcome.ERROR;

  @TempDir private Path temporary;

  @Test
  void hdrHistogramsOwnReaderFindsEachSecondOfALabel() throws IOException {
    write(
        second(0, http("GET /a", OK, 10, 20), http("GET /a", ERROR, 1_000)),
        second(1),
        second(2, http("GET /a", OK, 30)));
    HistogramLogReader reader =
        new HistogramLogReader(out().resolve("histograms/GET_a.hlog").toFile());
    Histogram first = next(reader);
    assertThat(first.getTotalCount()).isEqualTo(3);
    assertThat(first.getValueAtPercentile(100)).isBetween(999_000_000L, 1_001_000_000L);
    assertThat(first.getStartTimeStamp()).isEqualTo(START.toEpochMilli());
    assertThat(first.getEndTimeStamp()).isEqualTo(START.toEpochMilli() + 1_000);
    Histogram second = next(reader);
    assertThat(second.getTotalCount()).isEqualTo(1);
    assertThat(second.getStartTimeStamp()).isEqualTo(START.toEpochMilli() + 2_000);
    assertThat(reader.nextIntervalHistogram()).isNull();
  }

  private static Histogram next(HistogramLogReader reader) throws FileNotFoundException {
    EncodableHistogram next = reader.nextIntervalHistogram();
    assertThat(next).isInstanceOf(Histogram.class);
    return (Histogram) next;
  }

  @Test
  void eachSecondAndLabelIsARow() throws IOException {
    write(
        second(0, http("a,\"b\"", OK, 10, 30)),
        second(0, http("a,\"b\"", ERROR, 20)),
        second(1, http("c", OK, 5)));
    assertThat(Files.readAllLines(out().resolve("seconds.csv")))
        .containsExactly(
            "second,label,kind,phase,users,requests,errors,untimed,min,mean,p50,p90,p95,p99,max",
            "0,\"a,\"\"b\"\"\",http,main,3,3,1,0,10.000,20.000,19.997,30.000,30.000,30.000,30.000",
            "1,c,http,main,3,1,0,0,5.000,5.000,5.000,5.000,5.000,5.000,5.000");
  }

  @Test
  void labelsThatLookAlikeAsFilesAndWhatIsNoRequestAreKeptApart() throws IOException {
    write(
        second(
            0,
            http("a/b", OK, 1),
            http("A b", OK, 2),
            http("../../etc", OK, 3),
            series(new Series("s", Kind.WS, OK, Phase.MAIN, Measure.SERVICE), 4),
            series(new Series("a/b", Kind.HTTP, OK, Phase.SETUP, Measure.SERVICE), 5)));
    try (Stream<Path> files = Files.walk(out().resolve("histograms"))) {
      assertThat(files.filter(Files::isRegularFile).map(out()::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              "histograms/A_b.hlog",
              "histograms/a_b-2.hlog",
              "histograms/_.._.._etc.hlog",
              "histograms/ws/s.hlog",
              "histograms/setup/a_b.hlog");
    }
  }

  @Test
  void theSummaryIsTheJsonOfTheResult() throws IOException {
    write();
    assertThat(out().resolve("summary.json")).content().contains("\"status\" : \"failed\"");
  }

  @Test
  void aDirectoryWithSomethingInItIsRefused() throws IOException {
    Files.writeString(temporary.resolve("precious"), "");
    assertThatThrownBy(() -> ResultDirectory.create(temporary))
        .hasMessageContainingAll("is not empty", temporary.toString());
    assertThatThrownBy(() -> ResultDirectory.create(temporary.resolve("precious")))
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> ResultDirectory.create(temporary.resolve("precious/x")))
        .hasMessageContaining("cannot be written to");
  }

  @Test
  void aDiskThatFailsIsComplainedOfAndTheRunGoesOn() throws IOException {
    ResultDirectory directory = ResultDirectory.create(out());
    Files.writeString(out().resolve("histograms"), "in the way");
    directory.begin(START);
    directory.onSecond(second(0, http("a", OK, 1)));
    directory.onSecond(second(1, http("a", OK, 1)));
    directory.finish(outcome(), Optional.empty());
    directory.close();
    assertThat(directory.complaint())
        .hasValueSatisfying(text -> assertThat(text).contains("not complete"));
  }

  private Path out() {
    return temporary.resolve("out");
  }

  private void write(SecondSnapshot... seconds) throws IOException {
    ResultDirectory directory = ResultDirectory.create(out());
    List<SecondSnapshot> all = List.of(seconds);
    // The engine may be quicker than we are.
    all.stream().limit(1).forEach(directory::onSecond);
    directory.begin(START);
    all.stream().skip(1).forEach(directory::onSecond);
    directory.finish(outcome(), Optional.empty());
    directory.close();
    assertThat(directory.complaint()).isEmpty();
  }

  private static Outcome outcome() {
    return Outcome.notRun(Reason.Code.START_FAILED, "as told");
  }
}
