package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.Run;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StopReport;

/** A run that has been started: waits for its end, or brings it about. */
final class ActiveRun implements Run {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);
  private static final long BEAT = TimeUnit.SECONDS.toNanos(1);

  private final RunParts parts;
  private final BlockingQueue<RunEvent> events;
  private final Consumer<ActiveRun> onEnd;
  private final CompletableFuture<RunResult> result = new CompletableFuture<>();
  private final Thread thread;
  private OptionalInt exitCode = OptionalInt.empty();
  private Optional<Stop> stop = Optional.empty();
  private long killAt = Long.MAX_VALUE;

  /**
   * Takes over what has been started.
   *
   * @param onEnd hears of its end
   */
  ActiveRun(RunParts parts, BlockingQueue<RunEvent> events, Consumer<ActiveRun> onEnd) {
    this.parts = parts;
    this.events = events;
    this.onEnd = onEnd;
    thread = Thread.ofPlatform().name(parts.job().threadName()).daemon().unstarted(this::run);
  }

  void begin() {
    thread.start();
  }

  /**
   * Waits until the run's threads are gone.
   *
   * @return whether the waiting thread was interrupted meanwhile
   */
  boolean joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  @Override
  public String id() {
    return parts.id();
  }

  @Override
  public Instant startedAt() {
    return parts.clock().start();
  }

  @Override
  public LatencyMeaning latency() {
    return parts.tool().latency();
  }

  @Override
  public void cancel() {
    events.add(new RunEvent.StopAsked(End.CANCELLED, "The run was cancelled"));
  }

  @Override
  public void abort(String reason) {
    events.add(new RunEvent.StopAsked(End.ABORTED, reason));
  }

  @Override
  public CompletableFuture<RunResult> result() {
    return result.copy();
  }

  /** Whatever goes wrong, whoever waits for the result gets one. */
  private void run() {
    try {
      RunResult outcome = outcome();
      parts.deleteDirectory();
      result.complete(outcome);
    } catch (RuntimeException | Error e) {
      LOG.error("Run {} has no result", id(), e);
      result.completeExceptionally(e);
    } finally {
      onEnd.accept(this);
    }
  }

  private RunResult outcome() {
    try {
      waitForEnd();
      return finish();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      LOG.error("Run {} failed within the engine", id(), e);
      return afterFault(e);
    }
  }

  /** Ends once more what the fault may have left: processes, threads, descriptors. */
  private RunResult afterFault(Throwable fault) {
    StopReport report = end();
    try {
      parts.finish();
    } catch (IOException | InterruptedException e) {
      LOG.warn("The last samples of run {} may be missing", id(), e);
    }
    return Results.engineFault(parts, fault, report);
  }

  private void waitForEnd() throws InterruptedException {
    RunSpec spec = parts.spec();
    long timeLimit = spec.timeLimit().toNanos();
    long nextBeat = 0;
    boolean over = false;
    while (!over) {
      long now = parts.clock().elapsedNanos();
      if (now >= nextBeat) {
        parts.process().beat();
        nextBeat = now + BEAT;
      }
      if (now >= timeLimit && stop.isEmpty()) {
        ask(End.TIMED_OUT, "The time limit of " + spec.timeLimit().toSeconds() + " s was reached");
      }
      long next = Math.min(nextBeat, stop.isEmpty() ? timeLimit : killAt);
      RunEvent event = events.poll(next - now, TimeUnit.NANOSECONDS);
      over = event == null ? isLost() : isEnd(event);
    }
  }

  /** Whether it makes no sense to wait any longer for an event. */
  private boolean isLost() {
    return parts.clock().elapsedNanos() >= killAt || !parts.process().isSupervised();
  }

  private boolean isEnd(RunEvent event) {
    return switch (event) {
      case RunEvent.Exited exited -> {
        exitCode = OptionalInt.of(exited.code());
        yield true;
      }
      case RunEvent.WaiterGone gone -> true;
      case RunEvent.SupervisorGone gone -> true;
      case RunEvent.StopAsked asked -> {
        if (stop.isEmpty()) {
          ask(asked.end(), asked.message());
        }
        yield false;
      }
    };
  }

  private void ask(End end, String message) {
    stop = Optional.of(new Stop(end, message, Instant.now()));
    killAt = parts.clock().elapsedNanos() + parts.spec().grace().toNanos();
    parts.askToolToStop();
  }

  private RunResult finish() throws IOException, InterruptedException {
    StopReport report = end();
    parts.finish();
    return Results.of(parts, exitCode, stop, report);
  }

  private StopReport end() {
    boolean nothingLeft = false;
    int killed = 0;
    try {
      RunProcess.Ending ending = parts.process().end();
      killed = ending.killed();
      nothingLeft = ending.nothingLeft();
    } catch (InterruptedException e) {
      LOG.warn("Interrupted while ending the processes of run {}", id());
    } catch (IOException e) {
      LOG.warn("Cannot let go of the namespace of run {}", id(), e);
    } catch (RuntimeException e) {
      LOG.error("Cannot tell whether anything of run {} is left", id(), e);
    }
    return new StopReport(
        parts.process().means(), stop.map(Stop::askedAt), Instant.now(), killed, nothingLeft);
  }
}
