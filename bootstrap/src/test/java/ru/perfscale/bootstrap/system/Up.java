package ru.perfscale.bootstrap.system;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A running {@code up} on free ports. Closing it is Ctrl-C. */
final class Up implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern READY =
      Pattern.compile(
          "ready after (\\S+) s\\..*API +(http://\\S+)/api/v1\\b"
              + ".*curl -X POST http://localhost:(\\d+)/realms/perfscale",
          Pattern.DOTALL);

  private final Program program;
  private final MatchResult welcome;
  private final List<Api> clients = new ArrayList<>();

  private Up(Program program, MatchResult welcome) {
    this.program = program;
    this.welcome = welcome;
  }

  /**
   * @param directory of its output; the data directory is {@code data} in it
   */
  static Up start(PassableDirectory directory) {
    return start(directory, command -> command);
  }

  static Up start(PassableDirectory directory, UnaryOperator<Program.Command> change) {
    Program program = change.apply(command(directory)).start();
    try {
      return new Up(program, program.awaitOut(READY, START_LIMIT));
    } catch (RuntimeException | Error e) {
      program.close();
      throw e;
    }
  }

  /** The command {@code up} with free ports and the data directory {@code data}. */
  static Program.Command command(PassableDirectory directory) {
    return new Program.Command(directory.path(), "up")
        .with("PERFSCALE_DATA_DIR", data(directory).toString())
        .with("PERFSCALE_HTTP_PORT", "0")
        .with("PERFSCALE_DEV_IDENTITY_PORT", "0");
  }

  static Path data(PassableDirectory directory) {
    return directory.resolve("data");
  }

  Program program() {
    return program;
  }

  /** From the start of the program to its being ready, by its own account. */
  String secondsToReady() {
    return welcome.group(1);
  }

  URI address() {
    return URI.create(welcome.group(2));
  }

  int identityPort() {
    return Integer.parseInt(welcome.group(3));
  }

  URI identity() {
    return URI.create("http://localhost:" + identityPort());
  }

  /** A client of one of the development users. */
  Api as(String user) {
    Api api = Api.login(address(), identity(), user);
    clients.add(api);
    return api;
  }

  @Override
  public void close() {
    clients.forEach(Api::close);
    program.close();
  }
}
