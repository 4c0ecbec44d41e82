package ru.perfscale.bootstrap.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories that commands are looked up in. */
record SearchPath(List<Path> directories) {
  SearchPath {
    directories = List.copyOf(directories);
  }

  static SearchPath of(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    return new SearchPath(
        Stream.of(path.split(File.pathSeparator))
            .filter(entry -> entry.startsWith("/"))
            .map(Path::of)
            .distinct()
            .toList());
  }

  /** Every executable of that name, in the order of the path. */
  List<Path> all(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .toList();
  }

  Optional<Path> first(String name) {
    return all(name).stream().findFirst();
  }
}
