package ru.perfscale.runner.engine.results;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.internal.sample.Extent;
import ru.perfscale.runner.engine.internal.sample.ResultSink;
import ru.perfscale.runner.engine.internal.sample.Totals;

/**
 * Reads results that load tools have written to files.
 *
 * <pre>{@code
 * List<Path> files = List.of(Path.of("machine1.jtl"), Path.of("machine2.jtl.gz"));
 * Results results = ResultFiles.read(files, Window.ALL.skip(Duration.ofSeconds(30)));
 * System.out.println(results.summary().total().percentile(99).orElseThrow() + " ms");
 * }</pre>
 *
 * <p>What a file is, is told by its content; gzipped files are unpacked on the way. A sample is
 * what it would be in a run: a transaction, group or iteration is no request, a request that never
 * got an answer is an error and untimed unless it took time. Rows that make no sense are counted as
 * malformed and left out. Memory does not depend on the size of the files.
 */
public final class ResultFiles {
  private ResultFiles() {}

  /**
   * Reads files and merges them.
   *
   * @param files one or more
   * @param window which part counts; {@link Window#ALL} for everything
   * @throws ResultFileException if a file cannot be read, is of no known format, is empty, or has
   *     only transactions
   * @throws IllegalArgumentException if there is no file
   */
  public static Results read(List<Path> files, Window window) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files is empty, must hold one or more");
    }
    requireNonNull(window, "window");
    long firstStart = 0;
    if (window.isRelative()) {
      Extent extent = new Extent();
      for (Path file : files) {
        read(file, extent);
      }
      firstStart = extent.firstStart();
    }
    Totals totals = new Totals(window.fromNanos(firstStart), window.toNanos(firstStart));
    List<ReadFile> read = new ArrayList<>();
    for (Path file : files) {
      long samplesBefore = samples(totals);
      long malformedBefore = totals.counts().malformed();
      Reading reading = read(file, totals);
      ReadFile done =
          new ReadFile(
              file,
              reading.format(),
              samples(totals) - samplesBefore,
              totals.counts().malformed() - malformedBefore,
              reading.transactions().getAsLong());
      requireRequests(done);
      read.add(done);
    }
    return new Results(totals.snapshots(), totals.counts(), totals.outside(), latency(read), read);
  }

  private static long samples(Totals totals) {
    return totals.counts().samples() + totals.outside();
  }

  private static Reading read(Path file, ResultSink sink) {
    try (Input input = Input.open(file)) {
      Reading reading = Recognition.of(input, sink);
      input.readAll(reading.reader());
      reading.reader().end();
      if (input.isCut()) {
        sink.malformed(1);
      }
      return reading;
    } catch (IllegalArgumentException e) {
      throw new ResultFileException(file, e.getMessage(), e);
    } catch (IOException e) {
      throw new ResultFileException(file, unreadable(file, e), e);
    }
  }

  private static String unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    return Files.isDirectory(file)
        ? "is a directory; name the files in it"
        : "cannot be read: " + e.getMessage();
  }

  private static void requireRequests(ReadFile file) {
    if (file.samples() == 0 && file.transactions() > 0) {
      throw new ResultFileException(
          file.path(),
          "has %d transactions and no request; switch off \"Generate parent sample\" in the transaction controllers, so that JMeter writes the requests, too"
              .formatted(file.transactions()));
    }
  }

  private static LatencyMeaning latency(List<ReadFile> files) {
    List<LatencyMeaning> all =
        files.stream().map(file -> file.format().latency()).distinct().toList();
    String meaning =
        all.stream().map(LatencyMeaning::meaning).distinct().collect(Collectors.joining("; "));
    return new LatencyMeaning(
        meaning,
        all.stream().map(LatencyMeaning::resolution).max(Comparator.naturalOrder()).orElseThrow());
  }
}
