package ru.perfscale.benchmarks.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One agent: says hello, takes what it is offered, delivers a frame each second from a common start
 * on, reports the end. What is due while a delivery is under way goes with the next one.
 */
final class SimulatedAgent {
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final int MOST_FRAMES = 60;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Link link;
  private final Shape shape;
  private final Prebuilt prebuilt;
  private final Tally tally;
  private final String boot = UUID.randomUUID().toString();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile String running = "";

  SimulatedAgent(Link link, Shape shape, Prebuilt prebuilt, Tally tally) {
    this.link = link;
    this.shape = shape;
    this.prebuilt = prebuilt;
    this.tally = tally;
  }

  /**
   * @param ready counted down when it has accepted its run
   * @param start of all, on the clock of {@link System#nanoTime}, once everybody is ready
   */
  void live(CountDownLatch ready, Common start) throws Exception {
    insist(
        "/agent/v1/hello",
        "{\"boot\":\"%s\",\"installed\":[\"k6\"],\"installable\":[],\"version\":\"soak\"}"
            .formatted(boot));
    Thread heart = Thread.startVirtualThread(this::beat);
    JsonNode offer = accepted();
    String path = path(offer);
    long epoch = offer.path("epoch").asLong();
    running =
        "{\"assignment\":\"%s\",\"epoch\":%d}".formatted(offer.path("assignment").asText(), epoch);
    Thread poll = Thread.startVirtualThread(this::poll);
    ready.countDown();
    deliver(path, epoch, start.await());
    insist(path + "finish", report(epoch));
    over.set(true);
    heart.interrupt();
    poll.interrupt();
  }

  /** As an agent does: whatever is refused is tried again, with jitter. */
  private JsonNode insist(String path, String body) throws InterruptedException {
    while (true) {
      try {
        return link.post(path, body);
      } catch (IOException e) {
        tally.refused.increment();
        Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
      }
    }
  }

  private static String path(JsonNode offer) {
    return "/agent/v1/assignments/" + offer.path("assignment").asText() + "/";
  }

  /** What is not accepted in time is offered anew. */
  private JsonNode accepted() throws InterruptedException {
    while (true) {
      JsonNode offer = offer();
      try {
        link.post(
            path(offer) + "accept",
            "{\"boot\":\"%s\",\"epoch\":%d}".formatted(boot, offer.path("epoch").asLong()));
        return offer;
      } catch (IOException e) {
        tally.refused.increment();
        Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
      }
    }
  }

  private JsonNode offer() throws InterruptedException {
    while (true) {
      JsonNode offers = insist("/agent/v1/poll", poll("")).path("offers");
      if (!offers.isEmpty()) {
        return offers.get(0);
      }
    }
  }

  private String poll(String runs) {
    return "{\"boot\":\"%s\",\"running\":[%s]}".formatted(boot, runs);
  }

  private void deliver(String path, long epoch, long start) throws InterruptedException {
    long acknowledged = 0;
    while (acknowledged < shape.seconds()) {
      long due = start + (acknowledged + 1) * 1_000_000_000L;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(Duration.ofNanos(wait));
      }
      long closed = (System.nanoTime() - start) / 1_000_000_000L;
      long last =
          Math.min(
              Math.min(shape.seconds(), Math.max(closed, acknowledged + 1)),
              acknowledged + MOST_FRAMES);
      acknowledged = sent(path, epoch, acknowledged, last, start);
    }
  }

  private long sent(String path, long epoch, long acknowledged, long last, long start)
      throws InterruptedException {
    String body =
        "{\"epoch\":%d,\"latency\":{\"meaning\":\"simulated\",\"resolution_nanos\":1000},\"frames\":%s}"
            .formatted(epoch, prebuilt.frames(acknowledged + 1, last));
    try {
      long now = link.post(path + "frames", body).path("acked_seq").asLong();
      long at = System.nanoTime();
      for (long seq = acknowledged + 1; seq <= now; seq++) {
        tally.delivered(at - (start + seq * 1_000_000_000L));
      }
      return now;
    } catch (IOException e) {
      tally.refused.increment();
      Thread.sleep(Duration.ofMillis(200));
      return acknowledged;
    }
  }

  private String report(long epoch) {
    return "{\"epoch\":%d,\"end\":\"completed\",\"message\":\"\",\"judges_errors\":false,\"latency\":{\"meaning\":\"simulated\",\"resolution_nanos\":1000},\"last_seq\":%d,\"counts\":%s,\"log_tail\":\"\",\"stop\":null}"
        .formatted(epoch, shape.seconds(), prebuilt.counts(shape.seconds()));
  }

  private void beat() {
    while (!over.get()) {
      try {
        Thread.sleep(HEARTBEAT);
        link.post("/agent/v1/heartbeat", "{\"boot\":\"%s\"}".formatted(boot));
      } catch (IOException e) {
        tally.refused.increment();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Always one open. */
  private void poll() {
    while (!over.get()) {
      try {
        link.post("/agent/v1/poll", poll(running));
      } catch (IOException e) {
        tally.refused.increment();
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
