package ru.perfscale.hooks.jmeter;

import org.apache.jmeter.engine.StandardJMeterEngine;
import org.apache.jmeter.testelement.TestStateListener;
import org.apache.jorphan.collections.HashTree;

/**
 * One execution of a plan. A stop may come from another thread at any time, also before the start.
 */
final class PlanRun implements TestStateListener {
  private final StandardJMeterEngine engine = new StandardJMeterEngine();
  private boolean started;
  private boolean stopped;

  /** Returns when every thread of the plan has ended. */
  void execute(HashTree plan) {
    synchronized (this) {
      if (stopped) {
        return;
      }
    }
    StandardJMeterEngine.register(this);
    try {
      engine.configure(plan);
      engine.run();
    } catch (RuntimeException e) {
      throw PlanRefused.because(e);
    }
    synchronized (this) {
      if (!started) {
        throw new PlanRefused("JMeter could not compile the plan");
      }
    }
  }

  /** Lets the requests in flight finish and starts no further one. */
  synchronized void stop() {
    stopped = true;
    if (started) {
      engine.stopTest(false);
    }
  }

  @Override
  public synchronized void testStarted() {
    started = true;
    if (stopped) {
      engine.stopTest(false);
    }
  }

  @Override
  public void testStarted(String host) {
    testStarted();
  }

  @Override
  public void testEnded() {}

  @Override
  public void testEnded(String host) {}
}
