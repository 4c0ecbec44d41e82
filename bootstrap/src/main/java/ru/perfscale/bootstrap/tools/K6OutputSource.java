package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder that k6 with our output is built from. */
record K6OutputSource(Path directory) {
  private static final Pattern K6 = Pattern.compile("(?m)^require go\\.k6\\.io/k6/v2 v(\\S+)$");
  private static final int DIGEST_CHARACTERS = 12;

  boolean isThere() {
    return Files.isRegularFile(goMod());
  }

  private Path goMod() {
    return directory.resolve("go.mod");
  }

  /** The version of k6 that it pins. */
  String version() throws IOException {
    Matcher version = K6.matcher(Files.readString(goMod()));
    if (!version.find()) {
      throw new IOException(goMod() + " does not say which k6 it requires");
    }
    return version.group(1);
  }

  /** The beginning of the SHA-256 of a sorted list of the SHA-256 of each file of the build. */
  String digest() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.filter(K6OutputSource::isPart).toList()) {
        files.put(directory.relativize(file).toString(), Digests.sha256(file));
      }
    }
    return Digests.list(files).substring(0, DIGEST_CHARACTERS);
  }

  private static boolean isPart(Path file) {
    String name = file.getFileName().toString();
    boolean code = name.endsWith(".go") && !name.endsWith("_test.go");
    return Files.isRegularFile(file) && (code || name.equals("go.mod") || name.equals("go.sum"));
  }
}
