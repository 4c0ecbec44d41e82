package ru.perfscale.hooks.jmeter;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.jmeter.engine.StandardJMeterEngine;
import org.apache.jmeter.testelement.TestStateListener;
import org.apache.jmeter.threads.JMeterContextService;
import org.apache.jorphan.collections.HashTree;
import ru.perfscale.hooks.launch.Load;
import ru.perfscale.hooks.launch.Share;

/**
 * One execution of a plan. A stop may come from another thread at any time, also before the start.
 */
final class PlanRun implements Load, TestStateListener {
  private static final int THREAD_DIED = 1;

  private final StandardJMeterEngine engine = new StandardJMeterEngine();
  private final HashTree plan;
  private final Share share;
  private final AtomicReference<Throwable> threadsEnd = new AtomicReference<>();
  private boolean started;
  private boolean stopped;

  PlanRun(HashTree plan, Share share) {
    this.plan = plan;
    this.share = share;
  }

  @Override
  public int execute() {
    synchronized (this) {
      if (stopped) {
        return 0;
      }
    }
    Thread.setDefaultUncaughtExceptionHandler(this::threadDied);
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
    if (threadsEnd.get() != null) {
      System.err.println("A thread of the plan died of " + threadsEnd.get());
      return THREAD_DIED;
    }
    return 0;
  }

  /** JMeter handles exceptions of its threads; of an error it would not even tell at the end. */
  private void threadDied(Thread thread, Throwable fault) {
    fault.printStackTrace();
    if (fault instanceof Error) {
      threadsEnd.compareAndSet(null, fault);
    }
  }

  /** Lets the requests in flight finish and starts no further one. */
  @Override
  public synchronized void stop() {
    stopped = true;
    if (started) {
      engine.stopTest(false);
    }
  }

  @Override
  public int users() {
    return JMeterContextService.getNumberOfThreads();
  }

  /** JMeter has compiled the plan's functions and starts its threads next. */
  @Override
  public synchronized void testStarted() {
    Requirements.requireThreadsAndFiles(plan, share);
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
