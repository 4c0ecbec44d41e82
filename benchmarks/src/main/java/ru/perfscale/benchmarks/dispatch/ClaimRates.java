package ru.perfscale.benchmarks.dispatch;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.benchmarks.Rounds;

/**
 * Claims a second of both contenders on one durable PostgreSQL, in alternating rounds.
 *
 * @param rounds how many count; two more come first to warm up
 * @param threads of each contender
 * @param size how much is queued in a round
 */
record ClaimRates(int rounds, int threads, int size) {
  private static final int WARM_UP = 2;

  void print(PrintStream out, Path data, Path cache) throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(EmbeddedPostgresSettings.of(data, cache));
        Database database =
            Database.open(
                new DatabaseSettings(
                    postgres.jdbcUrl(), postgres.user(), postgres.password(), threads))) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(postgres.jdbcUrl());
      source.setUser(postgres.user());
      source.setPassword(postgres.password());
      print(out, new Claims(database, size), new BareQueue(source, size));
    }
  }

  private void print(PrintStream out, Contender claims, Contender bare) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = -WARM_UP; i < rounds; i++) {
      double our = rate(claims);
      double their = rate(bare);
      if (i >= 0) {
        ours.add(our);
        theirs.add(their);
        ratios.add(our / their);
      }
    }
    out.printf(
        "%nClaims a second: %d rounds of %d, %d threads; median (least … greatest).%n%n",
        rounds, size, threads);
    out.println("| " + claims.name() + " | " + bare.name() + " | ratio |");
    out.println("|---|---|---|");
    out.printf(
        "| %s | %s | %s |%n",
        rounds(ours).show("%,.0f"), rounds(theirs).show("%,.0f"), rounds(ratios).show("%.3f"));
  }

  private double rate(Contender contender) throws Exception {
    int queued = contender.prepare();
    AtomicInteger left = new AtomicInteger(queued);
    CyclicBarrier together = new CyclicBarrier(threads + 1);
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        done.add(
            pool.submit(
                () -> {
                  together.await();
                  contender.claim(left);
                  return null;
                }));
      }
      together.await();
      long begun = System.nanoTime();
      for (Future<?> each : done) {
        each.get();
      }
      return queued / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private static Rounds rounds(List<Double> figures) {
    return Rounds.of(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
