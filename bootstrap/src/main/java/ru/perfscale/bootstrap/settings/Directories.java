package ru.perfscale.bootstrap.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are kept.
 *
 * @param data what must survive: the database, keys, credentials
 * @param cache what can be made again: tools and database binaries
 */
public record Directories(Path data, Path cache) {
  /**
   * The directories that are set, else those of the XDG base directory specification; for root,
   * whose home no other user can look into, the ones of the whole system: runs execute as an
   * unprivileged user and must reach their tools.
   */
  public static Directories of(Settings settings, Map<String, String> environment, boolean root) {
    Path home = Path.of(System.getProperty("user.home"));
    Path data =
        root
            ? Path.of("/var/lib/perfscale")
            : base(environment, "XDG_DATA_HOME", home.resolve(".local/share"));
    Path cache =
        root
            ? Path.of("/var/cache/perfscale")
            : base(environment, "XDG_CACHE_HOME", home.resolve(".cache"));
    return new Directories(
        settings.parsed(Key.PERFSCALE_DATA_DIR, "a path", Directories::absolute).orElse(data),
        settings.parsed(Key.PERFSCALE_CACHE_DIR, "a path", Directories::absolute).orElse(cache));
  }

  private static Path base(Map<String, String> environment, String variable, Path otherwise) {
    String set = environment.getOrDefault(variable, "");
    // The specification has relative paths ignored.
    Path base = set.isEmpty() || !Path.of(set).isAbsolute() ? otherwise : Path.of(set);
    return base.resolve("perfscale");
  }

  private static Path absolute(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }
}
