package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that pip installs into a virtual environment of its own. The lock, in pip's format,
 * names every package with the SHA-256 of its wheels; pip refuses anything else, and nothing is
 * built.
 *
 * <p>The environment may be moved once it is whole: of its commands only one stays, as a script
 * that looks for the interpreter beside itself.
 */
final class PythonEnvironment {
  static final String LEAST_PYTHON = "3.11";

  private static final int LEAST_MINOR = 11;
  private static final List<String> NAMES =
      List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11");
  private static final Duration VENV_LIMIT = Duration.ofMinutes(2);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);
  private static final int TOLD_CHARACTERS = 1_000;

  /**
   * Prints the version and what can put packages into a new environment: its own copy of pip, which
   * Debian splits off, or a pip that can work for other interpreters.
   */
  private static final String PROBE =
      """
      import sys, importlib.util as util
      def pip():
          if not util.find_spec("pip"):
              return "nothing"
          import pip
          version = [int(part) for part in pip.__version__.split(".")[:2]]
          return "pip" if version >= [22, 3] else "nothing"
      seed = "ensurepip" if util.find_spec("ensurepip") else pip()
      print("Python 3.%d %s" % (sys.version_info[1], seed if util.find_spec("venv") else "nothing"))
      """;

  private static final Pattern PYTHON = Pattern.compile("3\\.(\\d+) (ensurepip|pip|nothing)");

  /** Neither the user's own packages nor PYTHONPATH count. */
  private static final String ISOLATED = "-I";

  private final SearchPath path;
  private final RunAccess access;
  private final String program;
  private final String lock;
  private final String version;
  private final ProgramVersions versions =
      new ProgramVersions(Pattern.compile("Python (" + PYTHON + ")"), ISOLATED, "-c", PROBE);

  /**
   * @param program the package, which can be run as a module of the same name
   * @param lock requirements with hashes
   */
  PythonEnvironment(SearchPath path, RunAccess access, String program, String lock) {
    this.path = path;
    this.access = access;
    this.program = program;
    this.lock = lock;
    Matcher pin =
        Pattern.compile("^" + Pattern.quote(program) + "==(\\S+)", Pattern.MULTILINE).matcher(lock);
    if (!pin.find()) {
      throw new IllegalArgumentException("the lock file of " + program + " does not pin it");
    }
    this.version = pin.group(1);
  }

  String version() {
    return version;
  }

  /** Why it cannot be made on this machine. */
  Optional<String> obstacle() throws IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (Path file : pythons()) {
      Optional<String> complaint = complaint(file);
      if (complaint.isEmpty()) {
        return Optional.empty();
      }
      complaints.add(file + " is not used: " + complaint.get());
    }
    return Optional.of(
        complaints.isEmpty()
            ? "there is no python3 on the PATH to install it with"
            : String.join("; ", complaints));
  }

  private List<Path> pythons() {
    return NAMES.stream().flatMap(name -> path.all(name).stream()).toList();
  }

  private Optional<String> complaint(Path file) throws IOException, InterruptedException {
    Optional<String> closed = access.complaint(file);
    if (closed.isPresent()) {
      return closed;
    }
    Matcher python = PYTHON.matcher(versions.of(file));
    if (!python.matches()) {
      return Optional.of("it does not tell its version");
    }
    if (Integer.parseInt(python.group(1)) < LEAST_MINOR) {
      return Optional.of("3." + python.group(1) + " is too old");
    }
    return python.group(2).equals("nothing")
        ? Optional.of("it has neither ensurepip nor pip 22.3 or newer")
        : Optional.empty();
  }

  /** Fills an empty directory; {@code bin/PROGRAM} runs it. */
  void create(Path into, Consumer<String> progress) throws IOException, InterruptedException {
    String task = "installing " + program + " " + version + ": ";
    Path python = python();
    boolean ownPip = versions.of(python).endsWith("ensurepip");
    progress.accept(task + "making an environment with " + python);
    List<String> make = new ArrayList<>(List.of(python.toString(), ISOLATED, "-m", "venv"));
    if (!ownPip) {
      make.add("--without-pip");
    }
    make.add(into.toString());
    run(into, VENV_LIMIT, make);
    Path inner = into.resolve("bin/python3");
    Optional<String> closed = access.complaint(inner);
    if (closed.isPresent()) {
      throw new InstallFailed(
          program + " cannot be installed with " + python + ": " + closed.get());
    }
    progress.accept(task + "fetching its packages");
    Path requirements = Files.writeString(into.resolve("requirements.lock"), lock);
    List<String> install = new ArrayList<>();
    install.addAll(List.of((ownPip ? inner : python).toString(), ISOLATED, "-m", "pip"));
    if (!ownPip) {
      install.addAll(List.of("--python", inner.toString()));
    }
    install.addAll(List.of("install", "--quiet", "--no-input", "--disable-pip-version-check"));
    install.addAll(List.of("--require-hashes", "--only-binary", ":all:"));
    install.addAll(List.of("-r", requirements.toString()));
    run(into, INSTALL_LIMIT, install);
    leaveOneCommand(into.resolve("bin"));
  }

  /**
   * Makes an environment that was made elsewhere one of this machine: packages with compiled parts
   * work with one minor version only, so it must be the same.
   */
  void connect(Path into, PackManifest.Entry entry) throws IOException, InterruptedException {
    Path python = null;
    for (Path file : pythons()) {
      boolean same = versions.of(file).startsWith(entry.python() + " ");
      if (python == null && same && access.reaches(file)) {
        python = file.toRealPath();
      }
    }
    if (python == null) {
      throw new InstallFailed(
          program
              + " of the pack needs Python "
              + entry.python()
              + ", where other users reach it, and there is none on the PATH; export it on a"
              + " machine with the Python that this one has");
    }
    for (String link : entry.interpreters()) {
      Files.createSymbolicLink(into.resolve(link), python);
    }
    Files.writeString(
        into.resolve("pyvenv.cfg"),
        "home = %s%ninclude-system-site-packages = false%nversion = %s%n"
            .formatted(python.getParent(), entry.python()));
    run(into, VENV_LIMIT, List.of(into.resolve("bin").resolve(program).toString(), "--version"));
  }

  private Path python() throws IOException, InterruptedException {
    for (Path file : pythons()) {
      if (complaint(file).isEmpty()) {
        return file;
      }
    }
    throw new InstallFailed(program + " cannot be installed: " + obstacle().orElse("try again"));
  }

  private void run(Path directory, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Command.Output output = Command.run(directory, Map.of(), limit, command.toArray(String[]::new));
    if (output.exit() != 0) {
      // venv complains on standard output.
      String told = output.errors().isEmpty() ? output.text() : output.errors();
      throw new InstallFailed(
          "%s %s could not be installed: %s ended with exit code %d: %s"
              .formatted(program, version, command.getFirst(), output.exit(), tail(told)));
    }
  }

  /** The others hold the path of the directory that the environment is made in. */
  private void leaveOneCommand(Path bin) throws IOException {
    try (Stream<Path> files = Files.list(bin)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().startsWith("python")) {
          Files.delete(file);
        }
      }
    }
    String script = "#!/bin/sh\nexec \"${0%/*}/python3\" -m " + program + " \"$@\"\n";
    Path command = bin.resolve(program);
    Files.write(command, script.getBytes(StandardCharsets.UTF_8));
    if (!command.toFile().setExecutable(true)) {
      throw new IOException(command + " cannot be made executable");
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - TOLD_CHARACTERS));
  }
}
