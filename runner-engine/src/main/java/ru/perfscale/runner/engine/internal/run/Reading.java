package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
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

  static Reading start(String name, Pipe pipe, Pipe.Reader reader) {
    Thread thread = Thread.ofPlatform().name(name).daemon().start(() -> readAll(pipe, reader));
    return new Reading(pipe, thread);
  }

  private static void readAll(Pipe pipe, Pipe.Reader reader) {
    try {
      pipe.readAll(reader);
    } catch (IOException e) {
      LOG.error("A pipe of a run broke; what was in it is lost", e);
    }
  }

  /** Waits until everything that has been written is read, and closes the pipe. */
  void finish() throws IOException, InterruptedException {
    try {
      if (thread.isAlive()) {
        pipe.finish();
      }
      thread.join();
    } finally {
      pipe.close();
    }
  }
}
