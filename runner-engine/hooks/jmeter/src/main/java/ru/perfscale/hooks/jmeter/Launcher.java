package ru.perfscale.hooks.jmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.jorphan.collections.HashTree;
import ru.perfscale.hooks.launch.Given;
import ru.perfscale.hooks.launch.Load;
import ru.perfscale.hooks.launch.ToolMain;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * Runs one plan without a window: {@code Launcher HOME PLAN}. What the run gives are JMeter
 * properties ({@code ${__P(users)}}); a share divides the plan. Ends with 0 whatever the samples
 * say, else as {@link ToolMain} tells.
 */
public final class Launcher {
  private Launcher() {}

  /** See the class. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.setProperty("JMeter.NonGui", "true");
    System.setProperty("log4j2.configurationFile", "perfscale-jmeter-log4j2.xml");
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setLevel(Level.WARNING); // The JDK's preferences tell of each new home directory.
    }
    ToolMain.run(
        "JMeter cannot run the plan: ", (channel, given) -> prepare(arguments, channel, given));
  }

  private static Load prepare(String[] arguments, SampleChannel channel, Given given)
      throws IOException {
    if (arguments.length != 2) {
      throw new IOException("expected the arguments HOME PLAN, got " + arguments.length);
    }
    new Home(Path.of(arguments[0])).load(given.properties());
    Groovy.makeReady();
    HashTree plan = Plan.load(Path.of(arguments[1]));
    Requirements.requireSampler(plan);
    new Division(given.share()).apply(plan);
    Plan.record(plan, channel);
    return new PlanRun(plan, given.share());
  }
}
