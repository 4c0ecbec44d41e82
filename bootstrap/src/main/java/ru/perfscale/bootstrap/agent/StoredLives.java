package ru.perfscale.bootstrap.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.agent.Lives;
import ru.perfscale.bootstrap.settings.SettingsException;

/**
 * The agent's lives in a file that says in which directory it was written. One in a copy of the
 * directory counts for nothing: the agent that it was copied from may well live.
 */
final class StoredLives implements Lives {
  /** As many as the control plane takes. */
  private static final int MOST = 100;

  private final OwnFile file;
  private final String place;

  StoredLives(OwnFile file, Path directory) {
    this.file = file;
    this.place = place(directory);
  }

  /** Its place in the file system, which no copy has. */
  private static String place(Path directory) {
    try {
      BasicFileAttributes is = Files.readAttributes(directory, BasicFileAttributes.class);
      return directory.toRealPath() + " " + is.fileKey();
    } catch (IOException e) {
      throw new SettingsException("The agent's directory " + directory + " cannot be read: " + e);
    }
  }

  @Override
  public synchronized List<String> begin(String boot) {
    List<String> before = read();
    List<String> all = new ArrayList<>(before);
    all.add(boot);
    write(all);
    return before;
  }

  @Override
  public synchronized void known(String boot) {
    write(List.of(boot));
  }

  private List<String> read() {
    List<String> lines = file.read().map(text -> text.lines().toList()).orElse(List.of());
    return lines.isEmpty() || !lines.getFirst().equals(place)
        ? List.of()
        : lines.subList(Math.max(1, lines.size() - MOST), lines.size());
  }

  private void write(List<String> lives) {
    file.write(place + "\n" + String.join("\n", lives) + "\n");
  }
}
