package ru.perfscale.faults.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.faults.load.Diary;
import ru.perfscale.faults.network.Condition;
import ru.perfscale.faults.network.Deliveries;

/** All that a campaign puts faults on. Confined to one thread, its parts are not. */
public final class Stage implements AutoCloseable {
  private final Path directory;
  private final Java java;
  private final Issuer issuer = Issuer.start();
  private final Deliveries deliveries = new Deliveries();
  private final Postgres postgres;
  private final Api api;
  private final List<Server> servers = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final Thread end = new Thread(this::tearDown);
  private boolean down;

  private Stage(Path directory, Path jar, Path cache) {
    this.directory = directory;
    this.java = new Java(jar, directory);
    this.postgres = Postgres.start(directory.resolve("postgres"), cache);
    this.api = new Api(issuer.token());
  }

  /**
   * Sets it up in a new temporary directory, with one server that is ready.
   *
   * @param jar the program
   * @param cache for the binaries of PostgreSQL, kept
   */
  public static Stage set(Path jar, Path cache) {
    try {
      Path directory = Files.createTempDirectory("perfscale-faults-");
      // Others, such as the user of load tests, must get through.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      Stage stage = new Stage(directory, jar, cache);
      Runtime.getRuntime().addShutdownHook(stage.end);
      stage.server(0);
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Postgres postgres() {
    return postgres;
  }

  public Api api() {
    return api;
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /** The server of that number, running and ready; made when it is first asked for. */
  public Server server(int number) {
    while (servers.size() <= number) {
      Path log = directory.resolve("server-" + servers.size() + ".log");
      servers.add(Server.on(java, postgres, issuer, log));
    }
    Server server = servers.get(number);
    if (!server.isAlive()) {
      server.start();
      server.awaitReady(api);
    }
    if (number == 0) {
      api.ask(server.uri());
    }
    return server;
  }

  /** The API is asked there from now on. */
  public void askServer(int number) {
    api.ask(servers.get(number).uri());
  }

  /** As many machines as that, each with an agent that is heard. */
  public List<Machine> machines(int count) {
    while (machines.size() < count) {
      String name = "machine-" + (machines.size() + 1);
      machines.add(new Machines(directory, java, api).register(name, server(0), deliveries));
    }
    List<Machine> wanted = machines.subList(0, count);
    wanted.forEach(Machine::start);
    wanted.forEach(Machine::awaitServed);
    return List.copyOf(wanted);
  }

  /**
   * Makes the next starts of servers faster: what a program has loaded is kept when it ends well.
   */
  public void warmUp() {
    machines(1).getFirst().stop();
    server(0).stop();
    server(0);
  }

  /** So many agents that take no work, in one process, all heard. */
  public Herd herd(int size) {
    return Herd.gather(size, directory, java, postgres, server(0), deliveries);
  }

  /** A place in which the load of one task writes down what it does. */
  public Diary newDiary(String name) {
    return Diary.create(directory.resolve(name));
  }

  /** Everything whole again, with as many agents as that; the others are ended. */
  public void heal(int count) {
    postgres.start();
    postgres.cable().set(Condition.WHOLE);
    servers.stream().skip(1).forEach(Server::close);
    if (!servers.isEmpty() && servers.getFirst().isAlive()) {
      servers.getFirst().signal("CONT");
    }
    Server server = server(0);
    server.awaitReady(api);
    for (int i = 0; i < machines.size(); i++) {
      Machine machine = machines.get(i);
      machine.line().leadTo(server.address());
      if (i < count) {
        machine.heal();
      } else if (machine.isAlive()) {
        machine.kill();
      }
    }
    machines(count);
  }

  /** What is written down by all processes, for a round that went wrong. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
      tearDown();
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook does it.
    }
  }

  private synchronized void tearDown() {
    if (down) {
      return;
    }
    down = true;
    machines.forEach(Machine::close);
    servers.forEach(Server::close);
    postgres.close();
    issuer.close();
    api.close();
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      System.err.println(directory + " is left: " + e);
    }
  }

  /** What is just ending may take its own files away meanwhile. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
        throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
