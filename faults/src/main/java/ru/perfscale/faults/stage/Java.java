package ru.perfscale.faults.stage;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the jar is started: with a small heap, and quickly after its first time, because hundreds of
 * starts share two processors here.
 *
 * @param archives a directory for what makes the next start quick
 */
record Java(Path jar, Path archives) {
  /** One of the jar's commands. */
  List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                executable(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archives.resolve(arguments[0] + ".jsa"),
                "-Xshare:auto",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Xlog:aot=off",
                "-jar",
                jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A main class of ours with all that the jar has. */
  List<String> command(Class<?> main, String... arguments) {
    URI ours = URI.create(main.getProtectionDomain().getCodeSource().getLocation().toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                executable(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jar + File.pathSeparator + Path.of(ours),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
