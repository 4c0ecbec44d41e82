package ru.perfscale.hooks.gatling;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.Status;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import java.util.concurrent.atomic.AtomicInteger;
import ru.perfscale.hooks.samples.SampleChannel;
import scala.Option;
import scala.collection.immutable.List;

/**
 * Records what virtual users did, and passes it on to Gatling's own engine, which the assertions
 * need. What ends after the stop counts for neither: it ended because its connection was taken
 * away.
 */
final class SampleRecorder implements StatsEngine {
  static final int HTTP = 0;
  static final int CUSTOM = 4;
  private static final int ERROR = 1 << 3;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long UNTIMED = -1;

  private final StatsEngine gatling;
  private final SampleChannel channel;
  private final int kind;
  private final Runnable started;
  private final AtomicInteger users = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * @param kind what a response is; Gatling does not tell it for each
   * @param started run when the load begins, by the controller
   */
  SampleRecorder(StatsEngine gatling, SampleChannel channel, int kind, Runnable started) {
    this.gatling = gatling;
    this.channel = channel;
    this.kind = kind;
    this.started = started;
  }

  int users() {
    return users.get();
  }

  @Override
  public void start() {
    gatling.start();
    started.run();
  }

  @Override
  public void stop(ActorRef<Controller.Command> controller, Option<Exception> failure) {
    stopped = true;
    gatling.stop(controller, failure);
  }

  @Override
  public void logUserStart(String scenario) {
    users.incrementAndGet();
    gatling.logUserStart(scenario);
  }

  @Override
  public void logUserEnd(String scenario) {
    users.decrementAndGet();
    gatling.logUserEnd(scenario);
  }

  @Override
  public void logResponse(
      String scenario,
      List<String> groups,
      String request,
      long start,
      long end,
      Status status,
      Option<String> responseCode,
      Option<String> message) {
    if (!stopped) {
      boolean failed = status == KO$.MODULE$;
      long millis = Math.max(0, end - start);
      // A request that never got an answer has no latency, unless it took time to find out.
      boolean untimed = failed && millis == 0 && responseCode.isEmpty();
      channel.sample(
          request,
          failed ? kind | ERROR : kind,
          end * NANOS_PER_MILLI,
          untimed ? UNTIMED : millis * NANOS_PER_MILLI);
    }
    gatling.logResponse(scenario, groups, request, start, end, status, responseCode, message);
  }

  /** A group is no request. */
  @Override
  public void logGroupEnd(String scenario, GroupBlock group, long exit) {
    gatling.logGroupEnd(scenario, group, exit);
  }

  /** A request that could not be made, for example because an attribute of its URL is missing. */
  @Override
  public void logRequestCrash(String scenario, List<String> groups, String request, String error) {
    if (!stopped) {
      channel.sample(request, kind | ERROR, System.currentTimeMillis() * NANOS_PER_MILLI, UNTIMED);
    }
    gatling.logRequestCrash(scenario, groups, request, error);
  }
}
