package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.runner.engine.StartFailed;

/** Finds out beforehand whether the tool's user gets at everything. */
public final class Reach {
  private Reach() {}

  /**
   * Tries, as the tool's user, to pass every directory on the way to some paths and to enter or
   * execute them.
   *
   * @throws StartFailed naming the first place where that fails, and what to do
   */
  public static void require(Isolation isolation, List<Path> paths) {
    List<String> command = new ArrayList<>(isolation.toolPrefix());
    command.addAll(List.of("bash", "-c", script(), "reach"));
    paths.forEach(path -> command.add(path.toString()));
    Command tried = Command.run(command);
    if (tried.exitCode() != 0) {
      Path blocked = Path.of(tried.output().isEmpty() ? "/" : tried.output());
      Path wanted = paths.stream().filter(p -> p.startsWith(blocked)).findFirst().orElse(blocked);
      throw new StartFailed(
          "The user that tools run as (uid "
              + isolation.uid()
              + ") cannot reach "
              + wanted
              + ": it may not enter or execute "
              + blocked
              + ". Move it to a place that everyone may enter, or allow it with: chmod o+x "
              + blocked);
    }
  }

  private static String script() {
    try (InputStream script = Reach.class.getResourceAsStream("reach.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StartFailed("Cannot read reach.sh from the engine's jar", e);
    }
  }
}
