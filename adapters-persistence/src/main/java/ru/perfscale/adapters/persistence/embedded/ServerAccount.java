package ru.perfscale.adapters.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom the server's programs run. PostgreSQL refuses uid 0, so a root needs a prefix that
 * changes what the programs see:
 *
 * <ul>
 *   <li>{@code unshare --user}: in a user namespace without any mapping the process and the files
 *       of root both show as "nobody", while the kernel still checks them as root's. Nothing
 *       changes owner, and no other user can read the data. A default container forbids it.
 *   <li>{@code setpriv}: a change to a system user, which must own the data and reach the
 *       directories. "nobody" is not among them: that is what load scripts may run as.
 * </ul>
 */
record ServerAccount(List<String> prefix, String owner) {
  private static final ServerAccount OURSELVES = new ServerAccount(List.of(), "");
  static final ServerAccount NAMESPACE = new ServerAccount(List.of("unshare", "--user", "--"), "");

  /** {@code owner} is the user that must own the data, or empty when that is whoever we are. */
  ServerAccount {
    prefix = List.copyOf(prefix);
  }

  static ServerAccount user(String name) {
    return new ServerAccount(
        List.of(
            "setpriv",
            "--reuid=" + name,
            "--regid=" + name,
            "--clear-groups",
            "--no-new-privs",
            "--"),
        name);
  }

  static List<ServerAccount> candidates() {
    return ownUid() == 0
        ? List.of(NAMESPACE, user("postgres"), user("daemon"))
        : List.of(OURSELVES);
  }

  /**
   * The first candidate under which the programs run here, that is, which can reach both
   * directories.
   */
  static ServerAccount firstUsable(
      List<ServerAccount> candidates, PostgresBinaries binaries, Path directory) {
    List<String> reasons = new ArrayList<>();
    for (ServerAccount candidate : candidates) {
      List<String> probe = List.of("sh", "-c", "cd \"$1\" && id -un && exec \"$0\" --version");
      List<String> arguments =
          List.of(binaries.program("postgres").toString(), directory.toString());
      Command.Outcome outcome =
          Command.run(
              candidate.command(Stream.concat(probe.stream(), arguments.stream()).toList()),
              Duration.ofSeconds(20),
              "");
      if (outcome.ok() && !outcome.output().startsWith("root\n")) {
        return candidate;
      }
      String how = candidate.prefix.isEmpty() ? "postgres" : String.join(" ", candidate.prefix);
      reasons.add(
          "%s: exit code %d, %s"
              .formatted(how, outcome.exitCode(), outcome.output().replace('\n', ' ')));
    }
    throw new EmbeddedPostgresFailure(
        (ownUid() == 0
                ? "PostgreSQL does not run as root, and running it as another user is not possible here. Start perfscale as an ordinary user, or provide unshare and setpriv (package util-linux) with user namespaces allowed or directories that user can reach, or set PERFSCALE_DATABASE_URL to a PostgreSQL of your own. Tried:\n  "
                : "The bundled PostgreSQL does not run here; it needs glibc and an entry for this user in the user database. Set PERFSCALE_DATABASE_URL to a PostgreSQL of your own. Tried:\n  ")
            + String.join("\n  ", reasons));
  }

  List<String> command(List<String> programAndArguments) {
    return Stream.concat(prefix.stream(), programAndArguments.stream()).toList();
  }

  /** Gives the tree to the server's user, also after a start under another account. */
  void own(Path tree) throws IOException {
    if (ownUid() != 0) {
      return;
    }
    var user =
        tree.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(owner.isEmpty() ? "root" : owner);
    if (Files.getOwner(tree).equals(user)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      // The top comes last: it is what tells that all below is done.
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.setAttribute(path, "owner:owner", user, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static int ownUid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new EmbeddedPostgresFailure(
          "/proc/self cannot be read: the embedded PostgreSQL needs /proc", e);
    }
  }
}
