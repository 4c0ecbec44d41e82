package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.internal.process.Pipe;

/** A thread that reads one pipe of a run to its end. */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private final Pipe pipe;
  private final Thread thread;

  private Reading(Pipe pipe, Thread thread) {
    this.pipe = pipe;
    this.thread = thread;
  }

  /**
   * Starts to read.
   *
   * @param name of the thread
   * @param onFault hears why what is still to come cannot be read
   */
  static Reading start(String name, Pipe pipe, Pipe.Reader reader, Consumer<Throwable> onFault) {
    Thread thread =
        Thread.ofPlatform().name(name).daemon().start(() -> readAll(pipe, reader, onFault));
    return new Reading(pipe, thread);
  }

  private static void readAll(Pipe pipe, Pipe.Reader reader, Consumer<Throwable> onFault) {
    try {
      pipe.readAll(reader);
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("A pipe of a run broke; what was in it is lost", e);
      onFault.accept(e);
      close(pipe);
    }
  }

  /** Nobody may wait for room in a pipe that nobody reads. */
  private static void close(Pipe pipe) {
    try {
      pipe.close();
    } catch (IOException e) {
      LOG.debug("A broken pipe does not close", e);
    }
  }

  /** Waits until everything that has been written is read, and closes the pipe. */
  void finish() throws IOException, InterruptedException {
    try {
      if (thread.isAlive()) {
        finishPipe();
      }
      thread.join();
    } finally {
      pipe.close();
    }
  }

  private void finishPipe() throws IOException {
    try {
      pipe.finish();
    } catch (ClosedChannelException e) {
      LOG.debug("The pipe broke at its very end", e);
    }
  }
}
