package ru.perfscale.faults.stage;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import ru.perfscale.agent.protocol.Contact;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.agent.protocol.Hello;

/**
 * Many agents that can run nothing: server, file of their credentials, one a line, and the number
 * of this life of theirs, from 1 on.
 */
public final class HerdMain {
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private HerdMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    URI server = URI.create(arguments[0]);
    List<String> credentials = Files.readAllLines(Path.of(arguments[1]));
    int life = Integer.parseInt(arguments[2]);
    for (String credential : credentials) {
      ControlPlane controlPlane =
          new ControlPlane(server, new Credential(credential), new Contact());
      String name = UUID.nameUUIDFromBytes(credential.getBytes(StandardCharsets.UTF_8)).toString();
      Thread.ofVirtual().start(() -> live(controlPlane, name, life));
    }
    new CountDownLatch(1).await();
  }

  private static void live(ControlPlane controlPlane, String name, int life) {
    String boot = name + "-" + life;
    try {
      Hello hello =
          new Hello(
              boot,
              List.of(name + "-" + (life - 1)),
              new Hello.Tools(Set.of(), Set.of(), Map.of()),
              "faults",
              Optional.empty(),
              List.of());
      answered(() -> controlPlane.hello(hello));
      Thread.ofVirtual().start(() -> forEver(() -> controlPlane.heartbeat(boot, false), HEARTBEAT));
      forEver(() -> controlPlane.poll(boot, List.of()), Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Request {
    void ask() throws InterruptedException;
  }

  private static void forEver(Request request, Duration pause) {
    try {
      while (true) {
        answered(request);
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks until it is answered, with pauses as an agent makes them. */
  private static void answered(Request request) throws InterruptedException {
    Duration bound = FIRST_RETRY;
    while (true) {
      try {
        request.ask();
        return;
      } catch (ControlPlaneException e) {
        Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound.toNanos() + 1)));
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
      }
    }
  }
}
