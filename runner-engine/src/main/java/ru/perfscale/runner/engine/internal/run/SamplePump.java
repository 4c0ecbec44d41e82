package ru.perfscale.runner.engine.internal.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.internal.format.CsvReader;
import ru.perfscale.runner.engine.internal.process.Pipe;
import ru.perfscale.runner.engine.internal.sample.Collector;
import ru.perfscale.runner.engine.internal.sample.FrameReader;
import ru.perfscale.runner.engine.internal.sample.SampleReader;
import ru.perfscale.runner.engine.tool.SampleSource;

/** Hands what comes through the sample pipe to the collector, with the time of its arrival. */
final class SamplePump implements Pipe.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(SamplePump.class);

  private final Collector collector;
  private final RunClock clock;
  private final SampleReader reader;

  SamplePump(SampleSource source, Collector collector, RunClock clock) {
    this.collector = collector;
    this.clock = clock;
    reader =
        switch (source) {
          case STDOUT_CSV -> CsvReader.k6(collector);
          case PIPE -> new FrameReader(collector);
        };
  }

  @Override
  public void read(byte[] bytes, int from, int to) {
    synchronized (collector.lock) {
      // The time is taken under the lock: no second can close between it and its use.
      collector.arrivedAt(clock.nowNanos());
      try {
        reader.read(bytes, from, to);
      } catch (RuntimeException e) {
        // The tool must not hang on a full pipe because of a fault of ours.
        LOG.error("Samples could not be read", e);
        collector.malformed(1);
      }
    }
  }

  /** Counts what was cut off at the end. */
  void end() {
    synchronized (collector.lock) {
      reader.end();
    }
  }
}
