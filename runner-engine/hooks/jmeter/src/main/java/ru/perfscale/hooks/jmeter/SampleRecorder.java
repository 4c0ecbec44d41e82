package ru.perfscale.hooks.jmeter;

import org.apache.jmeter.engine.util.NoThreadClone;
import org.apache.jmeter.protocol.http.sampler.HTTPSampleResult;
import org.apache.jmeter.samplers.SampleEvent;
import org.apache.jmeter.samplers.SampleListener;
import org.apache.jmeter.samplers.SampleResult;
import org.apache.jmeter.testelement.AbstractTestElement;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * The listener that sits below every sampler of a plan and records what that sampler did, one
 * instance per phase. {@link Plan} tells why it sits there; because of it, each event is one
 * request, and sub-results (redirects, embedded resources) are part of it.
 */
final class SampleRecorder extends AbstractTestElement implements SampleListener, NoThreadClone {
  private static final long serialVersionUID = 1L;
  private static final int HTTP = 0;
  private static final int CUSTOM = 4;
  private static final int ERROR = 1 << 3;
  private static final int PHASE_SHIFT = 4;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long UNTIMED = -1;

  private final transient SampleChannel channel;
  private final int phase;

  SampleRecorder(SampleChannel channel, Phase phase) {
    this.channel = channel;
    this.phase = phase.ordinal() << PHASE_SHIFT;
    setName("perfscale " + phase);
  }

  @Override
  public void sampleOccurred(SampleEvent event) {
    if (event.isTransactionSampleEvent()) {
      return; // An extra event of a transaction controller, sent to the listeners of its last
      // sampler.
    }
    SampleResult result = event.getResult();
    int kind = result instanceof HTTPSampleResult ? HTTP : CUSTOM;
    int outcome = result.isSuccessful() ? 0 : ERROR;
    long elapsed = result.getTime();
    long start = result.getStartTime();
    long end = start == 0 ? System.currentTimeMillis() : start + elapsed;
    channel.sample(
        result.getSampleLabel(),
        kind | outcome | phase,
        end * NANOS_PER_MILLI,
        untimed(result, elapsed) ? UNTIMED : elapsed * NANOS_PER_MILLI);
  }

  /** A request that never got an answer has no latency, unless it took time to find out. */
  private static boolean untimed(SampleResult result, long elapsed) {
    return elapsed == 0
        && !result.isSuccessful()
        && (result.getStartTime() == 0
            || result.getResponseCode().startsWith("Non HTTP response code"));
  }

  @Override
  public void sampleStarted(SampleEvent event) {}

  @Override
  public void sampleStopped(SampleEvent event) {}
}
