package ru.perfscale.benchmarks.ingest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ru.perfscale.benchmarks.Machine;
import ru.perfscale.benchmarks.Rounds;

/** {@code benchmarks/run ingest [--rounds 7] [--megabytes 64]}: a table of speeds. */
public final class Main {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM_UP_ROUNDS = 4;
  private static final int MIN_ROUNDS = 5;

  private Main() {}

  public static void main(String[] args) throws IOException {
    int rounds = option(args, "--rounds", 7);
    int megabytes = option(args, "--megabytes", 64);
    if (rounds < MIN_ROUNDS || megabytes < 1 || megabytes > 1_024) {
      throw new IllegalArgumentException(
          "--rounds must be 5 or more, --megabytes 1 … 1024, not %d and %d"
              .formatted(rounds, megabytes));
    }
    System.out.printf("%s%n%n", Machine.describe());
    System.out.printf(
        "Ingest of %d MB of each form: MB/s of one core (processor time of the reading thread), median (least … greatest) of %d alternating rounds after %d to warm up.%n%n",
        megabytes, rounds, WARM_UP_ROUNDS);
    System.out.println(
        "| form | perfscale | million samples/s | sum of the bytes | FastCSV + HdrHistogram | times | commons-csv + HdrHistogram | times |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Form form : Form.values()) {
      System.out.println(row(Data.of(form, megabytes * 1_000_000), rounds));
    }
  }

  private static String row(Data data, int rounds) throws IOException {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put("perfscale", new Product());
    contenders.put("sum", new Sum());
    if (Library.canRead(data.form())) {
      contenders.put("FastCSV", Library::fastCsv);
      contenders.put("commons-csv", Library::commonsCsv);
    }
    Map<String, List<Double>> speeds = new LinkedHashMap<>();
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
        double speed = megabytesPerSecond(contender.getValue(), data);
        if (round >= 0) {
          speeds.computeIfAbsent(contender.getKey(), key -> new ArrayList<>()).add(speed);
        }
      }
    }
    Rounds own = summary(speeds.get("perfscale"));
    double samples = own.median() * data.samples() / data.bytes().length;
    return "| %s | %s | %.1f | %s | %s | %s |"
        .formatted(
            data.form().words,
            own.show("%.0f"),
            samples,
            summary(speeds.get("sum")).show("%.0f"),
            beside(own, speeds.get("FastCSV")),
            beside(own, speeds.get("commons-csv")));
  }

  private static String beside(Rounds own, List<Double> others) {
    if (others == null) {
      return "– | –";
    }
    Rounds other = summary(others);
    return "%s | %.1f".formatted(other.show("%.0f"), own.median() / other.median());
  }

  private static Rounds summary(List<Double> speeds) {
    return Rounds.of(speeds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double megabytesPerSecond(Contender contender, Data data) throws IOException {
    long start = THREADS.getCurrentThreadCpuTime();
    long samples = contender.read(data);
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (samples != data.samples()) {
      throw new IllegalStateException(
          "%d samples were read of %d in %s".formatted(samples, data.samples(), data.form()));
    }
    return data.bytes().length * 1e3 / nanos;
  }

  private static int option(String[] args, String name, int otherwise) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
  }
}
