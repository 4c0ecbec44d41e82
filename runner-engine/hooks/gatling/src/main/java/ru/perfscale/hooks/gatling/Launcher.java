package ru.perfscale.hooks.gatling;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * Compiles and runs one simulation: {@code Launcher SOURCE CLASSES RESULTS MARK}. {@code CLASSES}
 * is an empty directory of the class path; the file {@code MARK} is made if the simulation has an
 * assertion on failed requests. The pipe for the samples is in {@code PERFSCALE_SAMPLES}, users and
 * seconds, where the run sets them, in {@code PERFSCALE_USERS} and {@code PERFSCALE_DURATION} (the
 * simulation reads them as the system properties {@code users} and {@code duration}).
 *
 * <p>The line {@code stop} on standard input ends the run gracefully; its end means nothing. Exit
 * code 0 whatever the samples say; 2 if an assertion does not hold, 65 if the simulation cannot
 * run, with Gatling's or javac's message on standard error; anything else is a failure of the
 * launcher or of the JVM, which uses 1 itself. Standard output stays empty.
 */
public final class Launcher {
  private static final int ASSERTION_FAILED = 2;
  private static final int SIMULATION_REFUSED = 65;
  private static final int FAILED = 1;
  private static final long FLUSH_MILLIS = 100;
  private static final int FLUSHES_PER_USERS_RECORD = 10;

  private Launcher() {}

  /** See the class. */
  public static void main(String[] arguments) {
    System.setOut(System.err);
    System.setProperty("logback.configurationFile", "perfscale-gatling-logback.xml");
    // No calls home, neither for statistics nor to warm up.
    System.setProperty("gatling.data.enableAnalytics", "false");
    System.setProperty("gatling.http.warmUpUrl", "");
    System.setProperty("gatling.data.writers.0", "file");
    int exit = 0;
    try {
      List<String> failed = launch(arguments, System.getenv());
      failed.forEach(assertion -> System.err.println("assertion failed: " + assertion));
      exit = failed.isEmpty() ? 0 : ASSERTION_FAILED;
    } catch (SimulationRefused e) {
      System.err.println("Gatling cannot run the simulation: " + e.getMessage());
      exit = SIMULATION_REFUSED;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Gatling could not be started: " + e.getMessage());
      exit = FAILED;
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      exit = FAILED;
    }
    // Threads that a simulation left behind must not keep the run alive.
    System.exit(exit);
  }

  private static List<String> launch(String[] arguments, Map<String, String> environment)
      throws IOException {
    if (arguments.length != 4) {
      throw new IOException(
          "expected the arguments SOURCE CLASSES RESULTS MARK, got " + arguments.length);
    }
    String pipe = environment.get("PERFSCALE_SAMPLES");
    if (pipe == null) {
      throw new IOException("the environment variable PERFSCALE_SAMPLES does not name a pipe");
    }
    property(environment, "PERFSCALE_USERS", "users");
    property(environment, "PERFSCALE_DURATION", "duration");
    int writer = (int) ProcessHandle.current().pid();
    try (SampleChannel channel = new SampleChannel(new FileOutputStream(pipe), writer)) {
      String source = Files.readString(Path.of(arguments[0]));
      String simulation = Script.compile(source, Path.of(arguments[1]));
      Path mark = Path.of(arguments[3]);
      SimulationRun run =
          SimulationRun.of(simulation, Path.of(arguments[2]), channel, () -> create(mark));
      daemon("perfscale stop", () -> stopOnRequest(run));
      daemon("perfscale flush", () -> flushRegularly(channel, run));
      return run.execute();
    }
  }

  private static void property(Map<String, String> environment, String variable, String property) {
    String value = environment.get(variable);
    if (value != null && !value.isEmpty()) {
      System.setProperty(property, value);
    }
  }

  private static void create(Path mark) {
    try {
      Files.createFile(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stopOnRequest(SimulationRun run) {
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

  private static void flushRegularly(SampleChannel channel, SimulationRun run) {
    try {
      for (int tick = 0; ; tick++) {
        if (tick % FLUSHES_PER_USERS_RECORD == 0) {
          channel.users(run.users());
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
