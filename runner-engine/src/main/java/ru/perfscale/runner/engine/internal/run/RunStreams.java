package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.internal.process.LogRing;
import ru.perfscale.runner.engine.internal.process.Pipe;
import ru.perfscale.runner.engine.internal.process.RunDirectory;
import ru.perfscale.runner.engine.internal.sample.Collector;
import ru.perfscale.runner.engine.tool.SampleSource;

/** Everything that flows between a run's tool and this JVM. */
final class RunStreams {
  private static final Logger LOG = LoggerFactory.getLogger(RunStreams.class);

  private final String name;
  private final Pipe input;
  private final Collector collector;
  private final SamplePump pump;
  private final Pipe samplePipe;
  private final Reading samples;
  private final LogRing ring = new LogRing();
  private final Reading log;

  /**
   * Opens the pipes and starts to read.
   *
   * @param name of the threads
   * @param onFault hears, in words for the user, what cannot be read any more
   */
  RunStreams(
      String name,
      RunDirectory directory,
      SampleSource source,
      RunClock clock,
      Consumer<String> onFault)
      throws IOException {
    this.name = name;
    input = Pipe.open(directory.standardInput());
    collector = new Collector(clock.startNanos());
    pump = new SamplePump(source, collector, clock);
    samplePipe = Pipe.open(directory.samples());
    samples =
        Reading.start(
            name + "-samples",
            samplePipe,
            pump,
            fault -> onFault.accept(unreadable("samples", fault)));
    log =
        Reading.start(
            name + "-log",
            Pipe.open(directory.log()),
            ring,
            fault -> onFault.accept(unreadable("log", fault)));
  }

  private static String unreadable(String what, Throwable fault) {
    return "The engine can no longer read the tool's %s (%s): what came after is missing. Run it again"
        .formatted(what, fault);
  }

  /**
   * Writes to the tool's standard input, and returns at once: the tool may have filled it, and then
   * nobody can write to it before {@link #finish} closes it.
   */
  void writeLine(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    Thread.ofPlatform().name(name + "-input").daemon().start(() -> write(bytes));
  }

  private void write(byte[] bytes) {
    try {
      input.write(bytes);
    } catch (IOException e) {
      LOG.warn("{} did not take its standard input: {}", name, e.toString());
    }
  }

  /** Reads everything that is still on its way; call it when no writer is left. */
  void finish() throws IOException, InterruptedException {
    input.close();
    samples.finish();
    pump.end();
    log.finish();
  }

  /** The most bytes of samples that waited for the engine since it was last asked. */
  long takeBacklog() {
    return samplePipe.takeBacklog();
  }

  /** Whether all that was written to the path of the samples came here. */
  boolean hadAllSamples() {
    return samplePipe.isInPlace();
  }

  /** What was measured; whole after {@link #finish}. */
  Collector collector() {
    return collector;
  }

  /** What was written to the log; whole after {@link #finish}. */
  LogTail log() {
    return ring.tail();
  }
}
