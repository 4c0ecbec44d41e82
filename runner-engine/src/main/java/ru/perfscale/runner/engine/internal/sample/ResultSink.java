package ru.perfscale.runner.engine.internal.sample;

import ru.perfscale.runner.engine.LatencySnapshot;

/** Takes what the readers of result files find: samples, or some that were added up before. */
public interface ResultSink extends SampleSink {
  /**
   * Requests of one label and with the same traits, added up over an interval.
   *
   * @param added none of them is untimed; its series is of no weight
   */
  void interval(int label, int traits, LatencySnapshot added);
}
