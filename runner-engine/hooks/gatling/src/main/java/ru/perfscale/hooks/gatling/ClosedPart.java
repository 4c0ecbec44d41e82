package ru.perfscale.hooks.gatling;

import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import ru.perfscale.hooks.launch.Share;
import scala.concurrent.duration.FiniteDuration;

/** A share's part of the concurrent users of one step of a closed profile. */
record ClosedPart(ClosedInjectionStep whole, Share share) implements ClosedInjectionStep {
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

  @Override
  public int productArity() {
    return 0;
  }

  @Override
  public Object productElement(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ClosedPart;
  }
}
