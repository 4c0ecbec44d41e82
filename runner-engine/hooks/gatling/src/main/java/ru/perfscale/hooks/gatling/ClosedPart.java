package ru.perfscale.hooks.gatling;

import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import ru.perfscale.hooks.launch.Share;
import scala.concurrent.duration.FiniteDuration;

/** A share's part of the concurrent users of one step of a closed profile. */
record ClosedPart(ClosedInjectionStep whole, Share share) implements ClosedInjectionStep, Plain {
  @Override
  public int valueAt(FiniteDuration time) {
    return (int) share.part(whole.valueAt(time));
  }

  @Override
  public FiniteDuration duration() {
    return whole.duration();
  }

  @Override
  public boolean isEmpty() {
    return whole.isEmpty();
  }
}
