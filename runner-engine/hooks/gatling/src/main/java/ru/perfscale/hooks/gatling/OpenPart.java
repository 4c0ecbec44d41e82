package ru.perfscale.hooks.gatling;

import io.gatling.core.controller.inject.open.OpenInjectionStep;
import java.util.Iterator;
import java.util.List;
import ru.perfscale.hooks.launch.Share;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;

/** Every N-th of the users that all steps of an open profile start. */
record OpenPart(List<OpenInjectionStep> steps, Share share) implements OpenInjectionStep, Plain {
  @Override
  public scala.collection.Iterator<FiniteDuration> chain(
      scala.collection.Iterator<FiniteDuration> next) {
    scala.collection.Iterator<FiniteDuration> whole = scala.collection.Iterator$.MODULE$.empty();
    for (OpenInjectionStep step : steps.reversed()) {
      whole = step.chain(whole);
    }
    return CollectionConverters.asScala(new Striped(CollectionConverters.asJava(whole), share))
        .concat(() -> next);
  }

  @Override
  public long users() {
    return share.part(steps.stream().mapToLong(OpenInjectionStep::users).sum());
  }

  @Override
  public FiniteDuration duration() {
    return steps.stream()
        .map(OpenInjectionStep::duration)
        .reduce(FiniteDuration::$plus)
        .orElseThrow();
  }

  /** The elements index, index + of, index + 2 of, … counted from one. */
  private static final class Striped implements Iterator<FiniteDuration> {
    private final Iterator<FiniteDuration> whole;
    private final Share share;

    Striped(Iterator<FiniteDuration> whole, Share share) {
      this.whole = whole;
      this.share = share;
      skip(share.index() - 1);
    }

    private void skip(int count) {
      for (int i = 0; i < count && whole.hasNext(); i++) {
        whole.next();
      }
    }

    @Override
    public boolean hasNext() {
      return whole.hasNext();
    }

    @Override
    public FiniteDuration next() {
      FiniteDuration mine = whole.next();
      skip(share.of() - 1);
      return mine;
    }
  }
}
