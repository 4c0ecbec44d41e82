package ru.perfscale.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide shows is what was compiled and run. */
class EmbeddingGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("perfscale.root"));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|bash)\\n(.*?)^```$");

  @Test
  void eachPieceOfCodeInTheGuideStandsInAnExample() throws Exception {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.add(plain(Files.readString(file)));
      }
    }

    List<String> blocks =
        BLOCK
            .matcher(Files.readString(ROOT.resolve("docs/embedding.md")))
            .results()
            .map(found -> plain(found.group(2)))
            .toList();

    assertThat(blocks).hasSizeGreaterThan(5);
    assertThat(blocks)
        .filteredOn(block -> sources.stream().noneMatch(source -> source.contains(block)))
        .isEmpty();
  }

  /** Lines without their indentation, so that a piece may stand further left in the guide. */
  private static String plain(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }
}
