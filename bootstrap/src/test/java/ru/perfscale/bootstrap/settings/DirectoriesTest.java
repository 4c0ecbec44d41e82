package ru.perfscale.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  @Test
  void rootKeepsItsDataWhereAnotherUserCanReachIt() {
    Directories directories = directories(Map.of(), true);
    assertThat(directories.data()).isEqualTo(Path.of("/var/lib/perfscale"));
    assertThat(directories.cache()).isEqualTo(Path.of("/var/cache/perfscale"));
  }

  @Test
  void aUserKeepsItInTheXdgDirectories() {
    Directories usual = directories(Map.of(), false);
    assertThat(usual.data()).isEqualTo(HOME.resolve(".local/share/perfscale"));
    assertThat(usual.cache()).isEqualTo(HOME.resolve(".cache/perfscale"));
    Directories moved = directories(Map.of("XDG_DATA_HOME", "/d", "XDG_CACHE_HOME", "/c"), false);
    assertThat(moved).isEqualTo(new Directories(Path.of("/d/perfscale"), Path.of("/c/perfscale")));
  }

  @Test
  void aRelativeXdgDirectoryIsIgnored() {
    assertThat(directories(Map.of("XDG_DATA_HOME", "here"), false).data())
        .isEqualTo(HOME.resolve(".local/share/perfscale"));
  }

  @Test
  void whatIsSetWins() {
    Map<String, String> set = Map.of("PERFSCALE_DATA_DIR", "/srv/x/../data");
    assertThat(directories(set, true).data()).isEqualTo(Path.of("/srv/data"));
  }

  private static Directories directories(Map<String, String> environment, boolean root) {
    Settings settings = Settings.load(Optional.empty(), Path.of("no-such-file"), environment);
    return Directories.of(settings, environment, root);
  }
}
