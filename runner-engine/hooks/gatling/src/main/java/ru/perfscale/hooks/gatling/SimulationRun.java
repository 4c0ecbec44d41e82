package ru.perfscale.hooks.gatling;

import io.gatling.app.RunResult;
import io.gatling.app.Runner;
import io.gatling.commons.util.Clock;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.CoreComponents;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.cli.GatlingArgs;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.controller.Controller;
import io.gatling.core.controller.Controller$Command$StopLoadGenerator;
import io.gatling.core.controller.inject.PopulationFlows;
import io.gatling.core.scenario.Population;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.stats.DataWritersStatsEngine;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.stats.writer.RunMessage;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ru.perfscale.hooks.launch.Load;
import ru.perfscale.hooks.launch.Share;
import ru.perfscale.hooks.samples.SampleChannel;
import scala.Console$;
import scala.Option;
import scala.collection.immutable.List$;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * One execution of a simulation. A stop may come from another thread at any time, also before the
 * start.
 */
final class SimulationRun extends Runner implements Load {
  private static final int ASSERTION_FAILED = 2;
  private static final String HTTP_PROTOCOLS = "io.gatling.http.";

  private final ActorSystem system;
  private final EventLoopGroup loops;
  private final Clock clock;
  private final GatlingArgs arguments;
  private final GatlingConfiguration configuration;
  private final Share share;
  private final SampleChannel channel;
  private final Runnable judgesErrors;
  private volatile SampleRecorder recorder;
  private ActorRef<Controller.Command> controller;
  private boolean started;
  private boolean stopped;

  private SimulationRun(
      ActorSystem system,
      EventLoopGroup loops,
      Clock clock,
      GatlingArgs arguments,
      GatlingConfiguration configuration,
      Share share,
      SampleChannel channel,
      Runnable judgesErrors) {
    super(system, loops, clock, arguments, configuration);
    this.system = system;
    this.loops = loops;
    this.clock = clock;
    this.arguments = arguments;
    this.configuration = configuration;
    this.share = share;
    this.channel = channel;
    this.judgesErrors = judgesErrors;
  }

  /**
   * @param simulation the name of a class on the class path
   * @param results where Gatling keeps its log of the run, if there are assertions
   * @param share the part of its users that this run has
   * @param judgesErrors run if the simulation has an assertion on failed requests
   */
  static SimulationRun of(
      String simulation, Path results, Share share, SampleChannel channel, Runnable judgesErrors) {
    GatlingConfiguration configuration = GatlingConfiguration.load();
    GatlingArgs arguments =
        new GatlingArgs(
            Option.apply(simulation),
            Option.empty(),
            true,
            Option.empty(),
            Option.apply(results),
            Option.empty(),
            Option.empty());
    EventLoopGroup loops =
        Transports.newEventLoopGroup(
            configuration.netty().useNativeTransport(),
            configuration.netty().useIoUring(),
            0,
            "gatling");
    return new SimulationRun(
        new ActorSystem(),
        loops,
        new DefaultClock(),
        arguments,
        configuration,
        share,
        channel,
        judgesErrors);
  }

  /** The assertions that do not hold are on standard error; a run that was stopped has none. */
  @Override
  public int execute() {
    List<String> failed = assertionsThatFail();
    failed.forEach(assertion -> System.err.println("assertion failed: " + assertion));
    return failed.isEmpty() ? 0 : ASSERTION_FAILED;
  }

  private List<String> assertionsThatFail() {
    RunResult result;
    try {
      result = run();
    } catch (Exception e) {
      throw SimulationRefused.because(e);
    } finally {
      close();
    }
    synchronized (this) {
      if (stopped || !result.hasAssertions()) {
        return List.of();
      }
    }
    return Assertions.failed(result.runId(), arguments.resultsDirectory().get(), configuration);
  }

  private void close() {
    system.close();
    loops
        .shutdownGracefully(0, configuration.core().shutdownTimeout(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  /** Ends the load; requests in flight are no samples. */
  @Override
  public synchronized void stop() {
    stopped = true;
    if (started) {
      controller.$bang(new Controller$Command$StopLoadGenerator("stopped", false));
    }
  }

  @Override
  public int users() {
    SampleRecorder current = recorder;
    return current == null ? 0 : current.users();
  }

  /** The controller takes a stop only when it has begun to start, which is when it calls this. */
  private synchronized void started() {
    started = true;
    if (stopped) {
      stop();
    }
  }

  @Override
  public StatsEngine newStatsEngine(SimulationParams simulation, RunMessage run) {
    StatsEngine gatling;
    if (simulation.assertions().isEmpty()) {
      gatling = new DataWritersStatsEngine(List$.MODULE$.empty(), system, clock);
    } else {
      gatling =
          DataWritersStatsEngine.apply(
              simulation, run, system, clock, arguments.resultsDirectory(), configuration);
      if (Assertions.judgeErrors(simulation.assertions())) {
        judgesErrors.run();
      }
    }
    recorder = new SampleRecorder(gatling, channel, kind(simulation), this::started);
    return recorder;
  }

  /** All of a simulation's responses are HTTP, unless it sets up protocols and HTTP is not one. */
  private static int kind(SimulationParams simulation) {
    var protocols = CollectionConverters.asJava(simulation.globalProtocols()).keySet();
    return protocols.isEmpty()
            || protocols.stream().anyMatch(type -> type.getName().startsWith(HTTP_PROTOCOLS))
        ? SampleRecorder.HTTP
        : SampleRecorder.CUSTOM;
  }

  @Override
  public Try<BoxedUnit> start(
      SimulationParams simulation,
      CoreComponents components,
      PopulationFlows<String, Population> populations) {
    synchronized (this) {
      controller = components.controller();
    }
    PopulationFlows<String, Population> part = new Division(share).of(populations);
    // It says on the console that it begins.
    return Console$.MODULE$.withOut(
        OutputStream.nullOutputStream(), () -> super.start(simulation, components, part));
  }

  /** Gatling's own asks a server for the newest version. */
  @Override
  public void displayVersionWarning() {}
}
