package ru.perfscale.hooks.gatling;

import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.PopulationFlows;
import io.gatling.core.controller.inject.closed.ClosedInjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionStep;
import io.gatling.core.controller.inject.open.OpenInjectionProfile;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.gatling.core.scenario.Population;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.hooks.launch.Share;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes of a simulation's users one share of them. Of an open profile, share i of N starts the
 * users number i, i+N, i+2N, … at the very times at which the whole would; of a closed one, it
 * keeps its part of the concurrent users at any time. A population with {@code noShard()} is not
 * divided.
 */
final class Division {
  private final Share share;

  Division(Share share) {
    this.share = share;
  }

  PopulationFlows<String, Population> of(PopulationFlows<String, Population> whole) {
    if (share.isWhole()) {
      return whole;
    }
    List<PopulationFlows.Flow<String, Population>> parts = new ArrayList<>();
    for (PopulationFlows.Flow<String, Population> flow :
        CollectionConverters.asJava(whole.locks())) {
      Population population = flow.value();
      if (population.shard()) {
        population =
            population.copy(
                population.scenario(), part(population.injectionProfile()), population.shard());
      }
      parts.add(flow.copy(population, flow.blockedBy()));
    }
    requireUsers(parts);
    return whole.copy(list(parts));
  }

  private InjectionProfile part(InjectionProfile profile) {
    return switch (profile) {
      case OpenInjectionProfile open ->
          new OpenInjectionProfile(
              list(List.of(new OpenPart(this.<OpenInjectionStep>steps(open), share))));
      case ClosedInjectionProfile closed -> {
        List<ClosedInjectionStep> parts = new ArrayList<>();
        for (ClosedInjectionStep step : this.<ClosedInjectionStep>steps(closed)) {
          parts.add(new ClosedPart(step, share));
        }
        yield new ClosedInjectionProfile(list(parts));
      }
      default ->
          throw new SimulationRefused(
              "its users cannot be divided: "
                  + profile.getClass().getName()
                  + " is neither an open nor a closed profile");
    };
  }

  /** Gatling keeps them to itself. */
  @SuppressWarnings("unchecked")
  private <T> List<T> steps(InjectionProfile profile) {
    try {
      Field steps = profile.getClass().getDeclaredField("steps");
      steps.setAccessible(true);
      return CollectionConverters.asJava((scala.collection.immutable.List<T>) steps.get(profile));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Gatling than this launcher was made for", e);
    }
  }

  private void requireUsers(List<PopulationFlows.Flow<String, Population>> parts) {
    boolean none =
        parts.stream()
            .map(part -> part.value().injectionProfile().totalUserCount())
            .allMatch(count -> count.isDefined() && count.get().equals(0L));
    if (none) {
      throw new SimulationRefused("share " + share + " has none of its users; use fewer shares");
    }
  }

  private static <T> scala.collection.immutable.List<T> list(List<T> elements) {
    return CollectionConverters.asScala(elements).toList();
  }
}
