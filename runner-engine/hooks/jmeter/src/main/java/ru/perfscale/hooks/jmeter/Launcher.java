package ru.perfscale.hooks.jmeter;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.jmeter.threads.JMeterContextService;
import org.apache.jorphan.collections.HashTree;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * Runs one plan without a window: {@code Launcher HOME PLAN}, with the pipe for the samples in
 * {@code PERFSCALE_SAMPLES}, users and seconds, where the run sets them, in {@code PERFSCALE_USERS}
 * and {@code PERFSCALE_DURATION} (the plan reads them with <code>${__P(users)}</code> and <code>
 * ${__P(duration)}</code>).
 *
 * <p>The line {@code stop} on standard input ends the run gracefully; its end means nothing. Exit
 * code 0 whatever the samples say; 65 with JMeter's message on standard error if the plan cannot
 * run; anything else is a failure of the launcher or of the JVM, which uses 1 itself. Standard
 * output stays empty.
 */
public final class Launcher {
  private static final int PLAN_REFUSED = 65;
  private static final int FAILED = 1;
  private static final long FLUSH_MILLIS = 100;
  private static final int FLUSHES_PER_USERS_RECORD = 10;

  private Launcher() {}

  /** See the class. */
  public static void main(String[] arguments) {
    System.setOut(System.err);
    System.setProperty("java.awt.headless", "true");
    System.setProperty("JMeter.NonGui", "true");
    System.setProperty("log4j2.configurationFile", "perfscale-jmeter-log4j2.xml");
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setLevel(Level.WARNING); // The JDK's preferences tell of each new home directory.
    }
    int exit = 0;
    try {
      launch(arguments, System.getenv());
    } catch (PlanRefused e) {
      System.err.println("JMeter cannot run the plan: " + e.getMessage());
      exit = PLAN_REFUSED;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("JMeter could not be started: " + e.getMessage());
      exit = FAILED;
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      exit = FAILED;
    }
    // Threads that a plan left behind must not keep the run alive.
    System.exit(exit);
  }

  private static void launch(String[] arguments, Map<String, String> environment)
      throws IOException {
    if (arguments.length != 2) {
      throw new IOException("expected the arguments HOME PLAN, got " + arguments.length);
    }
    String pipe = environment.get("PERFSCALE_SAMPLES");
    if (pipe == null) {
      throw new IOException("the environment variable PERFSCALE_SAMPLES does not name a pipe");
    }
    int writer = (int) ProcessHandle.current().pid();
    try (SampleChannel channel = new SampleChannel(new FileOutputStream(pipe), writer)) {
      new Home(Path.of(arguments[0])).load(environment);
      PlanRun run = new PlanRun();
      daemon("perfscale stop", () -> stopOnRequest(run));
      HashTree plan = Plan.load(Path.of(arguments[1]));
      Plan.record(plan, channel);
      daemon("perfscale flush", () -> flushRegularly(channel));
      run.execute(plan);
    }
  }

  private static void stopOnRequest(PlanRun run) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals("stop")) {
          run.stop();
        }
      }
    } catch (IOException e) {
      System.err.println(
          "standard input cannot be read, a graceful stop is not possible: " + e.getMessage());
    }
  }

  private static void flushRegularly(SampleChannel channel) {
    try {
      for (int tick = 0; ; tick++) {
        if (tick % FLUSHES_PER_USERS_RECORD == 0) {
          channel.users(JMeterContextService.getNumberOfThreads());
        }
        channel.flush();
        Thread.sleep(FLUSH_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Without its reader the load serves nobody, and no figure of it would be true.
      System.err.println("the sample pipe is broken, the run ends: " + e.getMessage());
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
