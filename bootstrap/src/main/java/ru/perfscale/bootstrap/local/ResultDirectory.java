package ru.perfscale.bootstrap.local;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import ru.perfscale.bootstrap.results.Outcome;
import ru.perfscale.bootstrap.results.ResultJson;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.SecondSnapshot;

/**
 * The files of {@code --out}: {@code seconds.csv} and a histogram log per label grow while the run
 * goes on, {@code summary.json} and {@code log.txt} follow at its end. A disk that fails costs the
 * files, not the run.
 */
final class ResultDirectory implements Recording, AutoCloseable {
  private static final int LONGEST_NAME = 80;

  private final Path directory;
  private final SecondsCsv csv;
  private final Map<SecondTotals.Key, HistogramLog> logs = new HashMap<>();
  private final Set<Path> names = new HashSet<>();
  private final List<SecondSnapshot> early = new ArrayList<>();
  private Optional<Instant> start = Optional.empty();
  private Optional<SecondTotals> open = Optional.empty();
  private Optional<IOException> fault = Optional.empty();

  private ResultDirectory(Path directory, BufferedWriter seconds) throws IOException {
    this.directory = directory;
    this.csv = new SecondsCsv(seconds);
  }

  /**
   * @throws IOException if it is there and not empty, or cannot be written to; says what to do
   */
  static ResultDirectory create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        if (files.findAny().isPresent()) {
          throw new IOException(
              "--out " + directory + " is not empty; name a directory that does not exist yet");
        }
      }
    } else if (Files.exists(directory)) {
      throw new IOException("--out " + directory + " is a file; name a directory");
    }
    try {
      Files.createDirectories(directory);
      return new ResultDirectory(
          directory, Files.newBufferedWriter(directory.resolve("seconds.csv")));
    } catch (IOException e) {
      throw new IOException("--out " + directory + " cannot be written to: " + e, e);
    }
  }

  @Override
  public synchronized void begin(Instant t0) {
    start = Optional.of(t0);
    early.forEach(this::onSecond);
    early.clear();
  }

  @Override
  public synchronized void onSecond(SecondSnapshot snapshot) {
    if (start.isEmpty()) {
      early.add(snapshot);
      return;
    }
    if (open.isPresent() && open.get().second < snapshot.second()) {
      write(open.get());
      open = Optional.empty();
    }
    if (open.isEmpty()) {
      open = Optional.of(new SecondTotals(snapshot.second()));
    }
    open.get().add(snapshot);
  }

  private void write(SecondTotals second) {
    if (fault.isPresent()) {
      return;
    }
    try {
      csv.add(second);
      for (Map.Entry<SecondTotals.Key, SecondTotals.Sum> sum : second.sums.entrySet()) {
        if (sum.getValue().histogram.count() > 0) {
          log(sum.getKey()).add(second.second, sum.getValue().maxNanos, sum.getValue().histogram);
        }
      }
    } catch (IOException e) {
      fault = Optional.of(e);
    }
  }

  private HistogramLog log(SecondTotals.Key key) throws IOException {
    HistogramLog known = logs.get(key);
    if (known == null) {
      Path parent = Files.createDirectories(directory.resolve("histograms").resolve(group(key)));
      known = new HistogramLog(free(parent, key.label()), key.label(), start.orElseThrow());
      logs.put(key, known);
    }
    return known;
  }

  /** What is no request beside HTTP, gRPC and custom ones must not be added to them by mistake. */
  private static String group(SecondTotals.Key key) {
    if (key.phase() != Phase.MAIN) {
      return key.phase().name().toLowerCase(Locale.ROOT);
    }
    return key.kind() == Kind.WS || key.kind() == Kind.BROWSER
        ? key.kind().name().toLowerCase(Locale.ROOT)
        : "";
  }

  /** Labels are any text, and file systems may take two that differ in case for one. */
  private Path free(Path parent, String label) {
    String plain = label.replaceAll("[^A-Za-z0-9._-]+", "_");
    String name = plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
    String base = name.isEmpty() || name.startsWith(".") ? "_" + name : name;
    for (int i = 1; ; i++) {
      Path file = parent.resolve(base + (i == 1 ? "" : "-" + i) + ".hlog");
      if (names.add(Path.of(file.toString().toLowerCase(Locale.ROOT)))) {
        return file;
      }
    }
  }

  /** Writes what is left, once the run has ended. */
  synchronized void finish(Outcome outcome, Optional<RunResult> result) {
    open.ifPresent(this::write);
    open = Optional.empty();
    try {
      csv.flush();
      if (result.isPresent()) {
        Files.writeString(directory.resolve("log.txt"), result.get().log().text());
      }
      Files.writeString(directory.resolve("summary.json"), ResultJson.of(outcome));
    } catch (IOException e) {
      fault = fault.or(() -> Optional.of(e));
    }
  }

  /** Why the files are not whole. */
  synchronized Optional<String> complaint() {
    return fault.map(e -> "the files in " + directory + " are not complete: " + e);
  }

  @Override
  public synchronized void close() {
    try {
      csv.close();
    } catch (IOException e) {
      fault = fault.or(() -> Optional.of(e));
    }
  }
}
