package ru.perfscale.bootstrap.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ru.perfscale.runner.engine.DataFile;
import ru.perfscale.runner.engine.DataFile.Split;

/**
 * Reads {@code --data}. In the tool's work directory a file lies where it lies as seen from the
 * script, so that the script finds it as it does at home; one from elsewhere lies beside it.
 *
 * @param scriptDirectory where the script is
 */
record DataOption(Path scriptDirectory) {
  private static final Map<String, Split> SPLITS =
      Map.of(
          ":divided-after-header", Split.DIVIDED_AFTER_HEADER,
          ":divided", Split.DIVIDED,
          ":whole", Split.WHOLE);
  private static final int MOST = 10_000;

  /**
   * @param text a file, or a directory for all files in it, and how to split it
   */
  List<DataFile> files(String text) throws IOException {
    Split split = Split.WHOLE;
    String name = text;
    for (Map.Entry<String, Split> suffix : SPLITS.entrySet()) {
      if (text.endsWith(suffix.getKey())) {
        split = suffix.getValue();
        name = text.substring(0, text.length() - suffix.getKey().length());
      }
    }
    Path path = Path.of(name);
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(
          "--data " + text + ": " + path + " is not there or cannot be read");
    }
    if (!Files.isDirectory(path)) {
      return List.of(new DataFile(placed(path), path, split));
    }
    Split each = split;
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> found = tree.filter(Files::isRegularFile).limit(MOST + 1L).sorted().toList();
      if (found.size() > MOST) {
        throw new IllegalArgumentException(
            "--data " + text + " holds more than 10,000 files; name those that the script reads");
      }
      return found.stream().map(file -> new DataFile(placed(file), file, each)).toList();
    }
  }

  private String placed(Path file) {
    Path home = scriptDirectory.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(home)
        ? home.relativize(absolute).toString()
        : file.getFileName().toString();
  }
}
