package ru.perfscale.benchmarks.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The process of the agents. Reads their credentials from its standard input, one a line, and
 * writes what happens to its standard output.
 */
public final class Agents {
  private static final Duration LOOK = Duration.ofSeconds(10);

  private Agents() {}

  public static void main(String[] args) throws Exception {
    List<String> options = Arrays.asList(args);
    Shape shape = Shape.of(options);
    URI server = URI.create(options.get(options.indexOf("--server") + 1));
    Prebuilt prebuilt = new Prebuilt(shape);
    Tally tally = new Tally();
    CountDownLatch ready = new CountDownLatch(shape.agents());
    Common start = new Common();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Scanner credentials = new Scanner(System.in)) {
      List<Future<?>> lives = new ArrayList<>();
      for (int i = 0; i < shape.agents(); i++) {
        Link link = new Link(http, server, credentials.nextLine());
        SimulatedAgent agent = new SimulatedAgent(link, shape, prebuilt, tally);
        lives.add(
            threads.submit(
                () -> {
                  agent.live(ready, start);
                  return null;
                }));
      }
      ready.await();
      System.out.println("begun");
      start.set(System.nanoTime());
      watch(shape, tally, start, lives);
      for (Future<?> life : lives) {
        life.get();
      }
    }
    System.out.printf("ended %d %s%n", tally.refused.sum(), tally.all());
    System.exit(0);
  }

  private static void watch(Shape shape, Tally tally, Common start, List<Future<?>> lives)
      throws InterruptedException {
    while (lives.stream().anyMatch(life -> !life.isDone())) {
      Thread.sleep(LOOK);
      double seconds = (System.nanoTime() - start.nanos()) / 1e9;
      // On average an agent begins half a second after the common start, and is halfway through
      // its present second.
      double due = shape.agents() * Math.clamp(seconds - 1, 0, shape.seconds());
      System.out.printf(
          "look %.0f %.0f %s%n",
          seconds, Math.max(0, due - tally.acknowledged.sum()), tally.recent());
    }
  }
}
