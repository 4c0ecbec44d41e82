package ru.perfscale.hooks.launch;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * The main program of a launcher: takes what the run gives, opens the pipe for the samples ({@code
 * PERFSCALE_SAMPLES}), runs the load and exits.
 *
 * <p>The line {@code stop} on standard input ends the run gracefully; its end means nothing. Exit
 * code 65 with the tool's message on standard error if the script cannot run, 1 for a failure of
 * the launcher (and of the JVM, which uses it itself), else what the load says. Standard output
 * stays empty.
 */
public final class ToolMain {
  private static final int SCRIPT_REFUSED = 65;
  private static final int FAILED = 1;
  private static final long FLUSH_MILLIS = 100;
  private static final int FLUSHES_PER_USERS_RECORD = 10;

  private final String refusal;
  private Load load;
  private boolean stopped;

  /** Makes a script ready to run. */
  @FunctionalInterface
  public interface Preparation {
    Load prepare(SampleChannel channel, Given given) throws IOException;
  }

  private ToolMain(String refusal) {
    this.refusal = refusal;
  }

  /**
   * Never returns.
   *
   * @param refusal what precedes the message about a script that cannot run
   */
  public static void run(String refusal, Preparation preparation) {
    System.setOut(System.err);
    int exit;
    try {
      exit = new ToolMain(refusal).launch(preparation, System.getenv());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("The tool could not be started: " + e.getMessage());
      exit = FAILED;
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      exit = FAILED;
    }
    // Threads that a script left behind must not keep the run alive.
    System.exit(exit);
  }

  private int launch(Preparation preparation, Map<String, String> environment) throws IOException {
    Given given = Given.take(Path.of(""), environment);
    String pipe = environment.get("PERFSCALE_SAMPLES");
    if (pipe == null) {
      throw new IOException("the environment variable PERFSCALE_SAMPLES does not name a pipe");
    }
    int writer = (int) ProcessHandle.current().pid();
    try (SampleChannel channel = new SampleChannel(new FileOutputStream(pipe), writer)) {
      daemon("perfscale stop", this::stopOnRequest);
      Load ready = preparation.prepare(channel, given);
      set(ready);
      daemon("perfscale flush", () -> flushRegularly(channel, ready));
      return ready.execute();
    } catch (ScriptRefused e) {
      System.err.println(refusal + e.getMessage());
      return SCRIPT_REFUSED;
    }
  }

  private synchronized void set(Load ready) {
    load = ready;
    if (stopped) {
      load.stop();
    }
  }

  private synchronized void stop() {
    stopped = true;
    if (load != null) {
      load.stop();
    }
  }

  private void stopOnRequest() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals("stop")) {
          stop();
        }
      }
    } catch (IOException e) {
      System.err.println(
          "standard input cannot be read, a graceful stop is not possible: " + e.getMessage());
    }
  }

  private static void flushRegularly(SampleChannel channel, Load load) {
    try {
      for (int tick = 0; ; tick++) {
        if (tick % FLUSHES_PER_USERS_RECORD == 0) {
          channel.users(load.users());
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
