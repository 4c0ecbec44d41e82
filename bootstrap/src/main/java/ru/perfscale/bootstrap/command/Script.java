package ru.perfscale.bootstrap.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import ru.perfscale.bootstrap.settings.Nearest;
import ru.perfscale.runner.engine.tool.LoadTools;

/**
 * A script and the tool it is for.
 *
 * @param name for people
 * @param directory where it lies; the working directory for one from standard input
 */
record Script(String name, Path directory, String text, String tool) {
  private static final int LARGEST = 16 << 20;

  /**
   * @param from a file, or {@code -} for standard input
   * @param tool as it was asked for; else it is guessed
   */
  static Script read(String from, Optional<String> tool) throws IOException {
    tool.ifPresent(Script::requireKnown);
    if (from.equals("-")) {
      String text = text("the script on standard input", System.in);
      return new Script("standard input", Path.of(""), text, tool.orElseGet(() -> guess("", text)));
    }
    Path file = Path.of(from);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          Files.isDirectory(file)
              ? file + " is a directory; name the script in it"
              : "the script " + file.toAbsolutePath() + " is not there or cannot be read");
    }
    String name = file.getFileName().toString();
    try (InputStream in = Files.newInputStream(file)) {
      String text = text(file.toString(), in);
      Path directory = file.toAbsolutePath().getParent();
      return new Script(name, directory, text, tool.orElseGet(() -> guess(name, text)));
    }
  }

  private static String text(String what, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new IllegalArgumentException(what + " is larger than 16 MiB, no script is");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          what + " is no UTF-8 text; a program is run by a script for --tool custom", e);
    }
  }

  private static void requireKnown(String tool) {
    if (!LoadTools.NAMES.contains(tool)) {
      throw new IllegalArgumentException(
          "--tool is '%s', must be one of %s; did you mean %s?"
              .formatted(
                  tool,
                  String.join(", ", LoadTools.NAMES),
                  Nearest.to(tool, LoadTools.NAMES).orElseThrow()));
    }
  }

  private static String guess(String name, String text) {
    return LoadTools.guess(name, text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nothing in "
                        + (name.isEmpty() ? "the script" : name)
                        + " tells its tool; name it with --tool, one of "
                        + String.join(", ", LoadTools.NAMES)));
  }
}
