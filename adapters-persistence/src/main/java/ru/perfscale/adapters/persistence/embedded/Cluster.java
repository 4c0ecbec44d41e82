package ru.perfscale.adapters.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data on disk. It has one database and one role that can log in; that role owns the database
 * and may create others, but is no superuser. The superuser has no password, so that nobody can log
 * in as it.
 */
record Cluster(
    ServerFiles files, PostgresBinaries binaries, ServerAccount account, boolean durable) {
  static final String ROLE = "perfscale";
  static final String DATABASE = "perfscale";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * Creates the data unless they exist, and returns the role's password. No server may run on them.
   */
  String prepared() throws IOException {
    Path data = files.data();
    if (!Files.exists(data)) {
      return create(data);
    }
    requireSameVersion(data);
    account.own(data);
    if (Files.exists(files.password())) {
      return files.readPassword();
    }
    log.warn("{} is missing: role {} gets a new password", files.password(), ROLE);
    String password = randomPassword();
    sql(data, "ALTER ROLE %s PASSWORD '%s'\n".formatted(ROLE, password), password);
    files.writePassword(password);
    return password;
  }

  private String create(Path data) throws IOException {
    long begun = System.nanoTime();
    Path fresh = files.directory().resolve("data.new");
    PostgresBinaries.deleteTree(fresh);
    Files.createDirectory(fresh);
    account.own(fresh);
    run(
        "",
        List.of(
            binaries.program("initdb").toString(),
            "--pgdata=" + fresh,
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--auth-local=reject",
            "--auth-host=scram-sha-256",
            "--no-instructions",
            durable ? "--sync-method=fsync" : "--no-sync"),
        "");
    String password = randomPassword();
    String roles = "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'\nCREATE DATABASE %s OWNER %s\n";
    sql(fresh, roles.formatted(ROLE, password, DATABASE, ROLE), password);
    files.writePassword(password);
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    files.force();
    log.info(
        "Created PostgreSQL data in {} in {} ms", data, (System.nanoTime() - begun) / 1_000_000);
    return password;
  }

  private void requireSameVersion(Path data) throws IOException {
    Path file = data.resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw new EmbeddedPostgresFailure(
          data
              + " is not the data of a PostgreSQL (it has no PG_VERSION). Move it away to begin with an empty database.");
    }
    String made = Files.readString(file).strip();
    if (!made.equals(binaries.majorVersion())) {
      throw new EmbeddedPostgresFailure(
          "The data in %s were made by PostgreSQL %s, this perfscale brings PostgreSQL %s, which cannot read them. Run the perfscale release that made them and move the contents with pg_dump, or serve them with a PostgreSQL %s and set PERFSCALE_DATABASE_URL, or move the directory away to begin with an empty database."
              .formatted(data, made, binaries.version(), made));
    }
  }

  /** Without a server and without a password: one statement per line, the first error ends it. */
  private void sql(Path data, String statements, String secret) {
    List<String> single =
        List.of(
            binaries.program("postgres").toString(),
            "--single",
            "-c",
            "exit_on_error=on",
            "-c",
            "log_checkpoints=off",
            "-c",
            durable ? "fsync=on" : "fsync=off",
            "-D",
            data.toString(),
            "postgres");
    run(statements, single, secret);
  }

  private void run(String input, List<String> command, String secret) {
    Command.Outcome outcome = Command.run(account.command(command), LIMIT, input);
    if (!outcome.ok()) {
      String output = secret.isEmpty() ? outcome.output() : outcome.output().replace(secret, "***");
      throw new EmbeddedPostgresFailure(
          "PostgreSQL data cannot be written in %s: %s ended with exit code %d.%n%s"
              .formatted(files.directory(), command.getFirst(), outcome.exitCode(), output));
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
