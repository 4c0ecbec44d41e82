package ru.perfscale.bootstrap.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import ru.perfscale.bootstrap.agent.StandaloneAgent;
import ru.perfscale.bootstrap.settings.SettingsException;
import ru.perfscale.bootstrap.terminal.Signals;

/** This host as a machine of a control plane. */
@Command(
    name = "agent",
    description = {
      "Make this host a machine of a control plane, and run its load tests here.",
      "A host joins once; from then on it is known by a credential that it keeps."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  perfscale agent --server https://perfscale.example.com --join psj_…",
      "  perfscale agent --server https://perfscale.example.com --join-file token",
      "  perfscale agent                                  as it joined",
      "",
      "Ctrl-C and SIGTERM drain: nothing new is taken. Again: what runs is stopped. Again: at once."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "2:it could not be started: wrong option, a token that is refused, a directory in use",
      "130:stopped by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)"
    })
final class AgentCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LONGEST_TOKEN = 4096;

  /** What becomes of what runs when the agent is asked to stop. */
  enum Draining {
    FINISH,
    HAND_BACK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The token itself, or where it is. */
  static final class JoinToken {
    @Option(
        names = "--join",
        paramLabel = "TOKEN",
        description = "The join token; it is good once, for ten minutes.")
    private String token;

    @Option(
        names = "--join-file",
        paramLabel = "FILE",
        description = "A file that holds the join token.")
    private Path file;
  }

  @ParentCommand private PerfscaleCommand parent;
  @Spec private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Where the control plane is (default: the one that was joined).")
  private URI server;

  @ArgGroup private JoinToken join;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the machine is called when it joins (default: its hostname).")
  private String name;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keeps the credential and the work of runs (default: machine in the data directory).")
  private Path data;

  @Option(
      names = "--drain",
      paramLabel = "HOW",
      description =
          "What a stop does with what runs: finish it (the default), or hand-back: stop it, deliver"
              + " what it measured and give back what has not begun.")
  private Draining draining = Draining.FINISH;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Configuration configuration = new Configuration(parent.settings("INFO"));
    StandaloneAgent.Plan plan =
        new StandaloneAgent.Plan(
            Optional.ofNullable(data)
                .map(Path::toAbsolutePath)
                .orElseGet(() -> configuration.directories().data().resolve("machine")),
            Optional.ofNullable(server).map(AgentCommand::checked),
            token(),
            Optional.ofNullable(name),
            configuration.journalBytes());
    StopSignals stop = new StopSignals();
    Signals signals = new Signals(stop::asked, () -> {});
    try (StandaloneAgent agent =
        StandaloneAgent.start(plan, configuration.tools(parent.offline()), stop::isAsked)) {
      out()
          .printf(
              "perfscale agent: this host is machine %s of %s%n", agent.machine(), agent.server());
      stop.await();
      drain(agent, stop);
      return stop.exitCode();
    } catch (CancellationException e) {
      return stop.exitCode();
    } finally {
      signals.close();
    }
  }

  private void drain(StandaloneAgent agent, StopSignals stop) throws InterruptedException {
    if (draining == Draining.FINISH) {
      agent.drain();
      if (!agent.awaitIdle(LOOK)) {
        out().println("perfscale agent: takes nothing new; ends when what it runs has ended…");
      }
      while (!agent.awaitIdle(LOOK) && !stop.isUrgent()) {
        // What runs may take as long as its load test says.
      }
    }
    stop.closing();
    out().println("perfscale agent: stopping…");
  }

  private Optional<String> token() throws IOException {
    if (join == null) {
      return Optional.empty();
    }
    if (join.token != null) {
      return Optional.of(checkedToken(join.token, "--join"));
    }
    if (!Files.isReadable(join.file)) {
      throw new SettingsException(
          "--join-file: the file " + join.file + " is not there or cannot be read");
    }
    try (InputStream in = Files.newInputStream(join.file)) {
      String text = new String(in.readNBytes(LONGEST_TOKEN), StandardCharsets.US_ASCII);
      return Optional.of(checkedToken(text.strip(), "--join-file " + join.file));
    }
  }

  /** The token itself must not appear in the message. */
  private static String checkedToken(String token, String option) {
    if (!token.matches("psj_[A-Za-z0-9_-]{1,196}")) {
      throw new SettingsException(option + " has no join token; one begins with psj_");
    }
    return token;
  }

  private static URI checked(URI server) {
    boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!http || server.getHost() == null) {
      throw new SettingsException(
          "--server is '" + server + "', must be such as https://perfscale.example.com");
    }
    return server;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
