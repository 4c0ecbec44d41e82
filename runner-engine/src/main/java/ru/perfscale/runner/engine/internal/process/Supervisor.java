package ru.perfscale.runner.engine.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This JVM's end of the supervisor process of a run (supervisor.sh). Commands may come from any
 * thread; {@link #listen} belongs to one.
 */
public final class Supervisor {
  private static final int MAX_DIAGNOSTICS = 4_000;

  /** Hears what the supervisor says. */
  public interface Listener {
    /** It is there and waits for the start. */
    void ready();

    /** The tool has been started. */
    void started(int pid);

    /** The tool has ended. */
    void exited(int code);

    /** How the tool ends, or has ended, will never be known. */
    void lost();

    /** There is nobody left who could say anything. */
    void gone();
  }

  private final Process process;
  private final OutputStream commands;
  private final StringBuffer diagnostics = new StringBuffer();
  private volatile int killed;

  private Supervisor(Process process) {
    this.process = process;
    commands = process.getOutputStream();
  }

  public static Supervisor start(List<String> command) throws IOException {
    return new Supervisor(Command.builder(command).start());
  }

  /** Reads until nobody can say anything any more. */
  public void listen(Listener listener) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        hear(line, listener);
        line = lines.readLine();
      }
    } catch (IOException e) {
      note(e.toString());
    }
    listener.gone();
  }

  /** Whether it is still there; what it left behind may go on to speak in its name. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process that all others of the run descend from, as long as they do. */
  public int pid() {
    return Math.toIntExact(process.pid());
  }

  private void hear(String line, Listener listener) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = line.substring(space + 1);
    switch (word) {
      case "ready" -> listener.ready();
      case "pid" -> {
        tell("tool " + rest);
        listener.started(Integer.parseInt(rest));
      }
      case "exit" -> listener.exited(Integer.parseInt(rest));
      case "lost" -> listener.lost();
      case "left" -> killed = Integer.parseInt(rest);
      default -> note(line);
    }
  }

  private void note(String line) {
    if (diagnostics.length() < MAX_DIAGNOSTICS) {
      diagnostics.append(line).append('\n');
    }
  }

  /** The PID namespace of the run; only when there is one, and while the supervisor is alive. */
  public Namespace namespace() throws IOException {
    return Namespace.ofChildrenOf(process.pid());
  }

  /** Lets the tool start. */
  public void startTool() {
    tell("start");
  }

  /** A sign of life; one is due each second. */
  public void beat() {
    tell("beat");
  }

  /**
   * Sends a signal.
   *
   * @param name such as {@code TERM}
   * @param target the tool's process, or, negative, its group
   */
  public void signal(String name, int target) {
    tell("signal " + name + " " + target);
  }

  private synchronized void tell(String line) {
    try {
      commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      commands.flush();
    } catch (IOException e) {
      // It is gone, which the listener hears of.
      note("not told '" + line + "': " + e.getMessage());
    }
  }

  /**
   * Ends every process of the run and the supervisor itself.
   *
   * @return whether the supervisor is gone; in a namespace then everything is
   */
  public boolean end() throws InterruptedException {
    tell("end");
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      // unshare takes its child along (--kill-child), and that, as PID 1, the namespace.
      process.destroyForcibly();
    }
    return process.waitFor(5, TimeUnit.SECONDS);
  }

  /** How many processes it had to kill. */
  public int killed() {
    return killed;
  }

  /** What it, or a program before it, said beside the protocol. */
  public String diagnostics() {
    return diagnostics.toString().strip();
  }
}
