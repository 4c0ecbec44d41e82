package ru.perfscale.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.OfferedFile;
import ru.perfscale.agent.protocol.Orders.Offer;
import ru.perfscale.runner.engine.DataFile;

/**
 * The data files of one offer: fetched before it is accepted, checked, kept where only the agent
 * gets at them until the engine has its own copies. Confined to the thread of the run.
 */
final class OfferedData {
  private static final Logger LOG = LoggerFactory.getLogger(OfferedData.class);

  /** How long without any progress the control plane is asked again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Offer offer;
  private final String boot;
  private final ControlPlane controlPlane;
  private final AgentSettings settings;
  private final Timing timing;
  private final Path directory;
  private final List<DataFile> files = new ArrayList<>();
  private long toldAt;

  OfferedData(
      Offer offer, String boot, ControlPlane controlPlane, AgentSettings settings, Timing timing) {
    this.offer = offer;
    this.boot = boot;
    this.controlPlane = controlPlane;
    this.settings = settings;
    this.timing = timing;
    this.directory =
        place(settings).resolve(offer.claim().assignment() + "." + offer.claim().epoch());
  }

  private static Path place(AgentSettings settings) {
    return settings.journal().directory().resolve("data");
  }

  /** Deletes what an earlier life of the agent left; only who has the journals may do that. */
  static void deleteLeftovers(AgentSettings settings) {
    delete(place(settings));
  }

  /** What is there for the engine. */
  List<DataFile> files() {
    return List.copyOf(files);
  }

  /**
   * Fetches all of them.
   *
   * @param stopped gives it up when it completes
   * @return why it failed; empty when it did not
   * @throws ru.perfscale.agent.protocol.ControlPlaneException.Gone when the offer does not stand
   */
  Optional<String> fetch(CompletableFuture<?> stopped) throws InterruptedException {
    toldAt = System.nanoTime();
    for (int i = 0; i < offer.dataFiles().size(); i++) {
      OfferedFile file = offer.dataFiles().get(i);
      Path target = directory.resolve(Integer.toString(i + 1));
      try {
        makeDirectory();
        fetch(i + 1, file, target, stopped);
      } catch (IOException | Refused | Unavailable e) {
        return Optional.of(
            "The data file '%s' did not get to %s: %s"
                .formatted(file.name(), settings.machineName(), e.getMessage()));
      }
      if (stopped.isDone()) {
        return Optional.empty();
      }
      files.add(new DataFile(file.name(), target, file.split()));
    }
    return Optional.empty();
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(directory, permissions("rwx------"));
  }

  private void fetch(int number, OfferedFile file, Path target, CompletableFuture<?> stopped)
      throws IOException, InterruptedException {
    MessageDigest digest = sha256();
    long at = 0;
    Files.createFile(target, permissions("rw-------"));
    try (OutputStream out = Files.newOutputStream(target)) {
      while (at < file.bytes() && !stopped.isDone()) {
        byte[] part = part(number, at, stopped);
        if (part.length == 0 && !stopped.isDone()) {
          throw new IOException("it ends after %d of %d bytes".formatted(at, file.bytes()));
        }
        out.write(part);
        digest.update(part);
        at += part.length;
        keepOffer(file);
      }
    }
    if (!stopped.isDone() && (at != file.bytes() || !file.sha256().equals(hex(digest)))) {
      throw new IOException("it is not the one that the test had when the task was submitted");
    }
  }

  /** Empty when it was stopped. */
  private byte[] part(int number, long from, CompletableFuture<?> stopped)
      throws InterruptedException {
    Backoff backoff = timing.backoff();
    long begun = System.nanoTime();
    while (!stopped.isDone()) {
      try {
        return controlPlane.data(boot, offer.claim(), number, from);
      } catch (Unavailable e) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw e;
        }
        LOG.info("{}: data file {}: {}", offer.claim(), number, e.getMessage());
        backoff.pause();
      }
    }
    return new byte[0];
  }

  private void keepOffer(OfferedFile file) throws InterruptedException {
    if (System.nanoTime() - toldAt < timing.preparing().toNanos()) {
      return;
    }
    toldAt = System.nanoTime();
    try {
      controlPlane.preparing(
          offer.claim(), "%s fetches %s".formatted(settings.machineName(), file.name()));
    } catch (Unavailable | Unauthorised e) {
      LOG.debug("{}: {}", offer.claim(), e.getMessage());
    }
  }

  /** The engine has its own copies, or needs none. */
  void delete() {
    if (!offer.dataFiles().isEmpty()) {
      delete(directory);
    }
  }

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.warn("Data files of load tests are left in {}: {}", tree, e.toString());
    }
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
