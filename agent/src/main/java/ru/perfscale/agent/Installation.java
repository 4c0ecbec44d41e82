package ru.perfscale.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.Orders.Offer;

/** Brings the tool that an offer needs, and keeps the offer meanwhile. */
final class Installation {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  private static final Duration GIVING_UP = Duration.ofSeconds(5);

  private final Offer offer;
  private final ControlPlane controlPlane;
  private final AgentSettings settings;
  private final Duration interval;
  private final AtomicReference<String> progress = new AtomicReference<>("");

  Installation(Offer offer, ControlPlane controlPlane, AgentSettings settings, Duration interval) {
    this.offer = offer;
    this.controlPlane = controlPlane;
    this.settings = settings;
    this.interval = interval;
  }

  /**
   * Installs the tool if it is missing and can be had. What is not known here is left to the engine
   * to judge.
   *
   * @param stopped gives it up when it completes
   * @return why it failed; empty when it did not
   * @throws ru.perfscale.agent.protocol.ControlPlaneException.Gone when the offer does not stand
   */
  Optional<String> ensureTool(CompletableFuture<?> stopped) throws InterruptedException {
    try {
      Toolbox toolbox = settings.toolbox();
      String version = toolbox.installable().get(offer.tool());
      return version == null || toolbox.installed().contains(offer.tool())
          ? Optional.empty()
          : install(version, stopped);
    } catch (ControlPlaneException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("The tools of {}", settings.machineName(), e);
      return Optional.of("%s cannot tell its tools: %s".formatted(settings.machineName(), e));
    }
  }

  private Optional<String> install(String version, CompletableFuture<?> stopped)
      throws InterruptedException {
    String what = "installing %s %s on %s".formatted(offer.tool(), version, settings.machineName());
    LOG.info("{}, {}", offer.claim(), what);
    CompletableFuture<Void> installed = new CompletableFuture<>();
    Thread worker = Threads.start("install-" + offer.tool(), () -> install(installed));
    try {
      CompletableFuture<Object> any = CompletableFuture.anyOf(installed, stopped);
      do {
        tell(what);
      } while (!isDoneWithin(interval, any));
      return stopped.isDone() ? Optional.empty() : failure(what, installed);
    } finally {
      worker.interrupt();
      if (!worker.join(GIVING_UP)) {
        LOG.warn("{} is not given up though it should be", what);
      }
    }
  }

  private void install(CompletableFuture<Void> installed) {
    try {
      settings.toolbox().install(offer.tool(), progress::set);
      installed.complete(null);
    } catch (InterruptedException | RuntimeException e) {
      installed.completeExceptionally(e);
    }
  }

  private void tell(String what) throws InterruptedException {
    String words = progress.get();
    try {
      controlPlane.preparing(offer.claim(), words.isEmpty() ? what : what + ": " + words);
    } catch (Unavailable | Unauthorised e) {
      LOG.debug("{}: {}", offer.claim(), e.getMessage());
    }
  }

  private static boolean isDoneWithin(Duration time, CompletableFuture<?> future)
      throws InterruptedException {
    try {
      future.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static Optional<String> failure(String what, CompletableFuture<Void> installed)
      throws InterruptedException {
    try {
      installed.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      LOG.warn("Failed {}", what, e.getCause());
      return Optional.of("Failed " + what + ": " + e.getCause().getMessage());
    }
  }
}
