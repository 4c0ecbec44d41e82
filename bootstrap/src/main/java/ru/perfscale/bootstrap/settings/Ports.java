package ru.perfscale.bootstrap.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at a port before anything is started, so that a wrong one is refused at once. */
public final class Ports {
  private static final Path PROC = Path.of("/proc");

  private Ports() {}

  /**
   * @param portKey the setting that the port comes from
   * @throws SettingsException when nobody can listen there now, naming who does where that is known
   */
  public static void requireFree(String host, int port, Key portKey) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new SettingsException(Key.PERFSCALE_HTTP_HOST + ": no address is known for " + host);
    } catch (IOException e) {
      String why =
          holder(port)
              .map(pid -> "process " + pid + commandOf(pid) + " listens there")
              .orElse(e.getMessage());
      throw new SettingsException(
          "Cannot listen on port %d of %s: %s. Stop that, or choose another one with %s."
              .formatted(port, host, why, portKey));
    }
  }

  private static String commandOf(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> " (" + command + ")")
        .orElse("");
  }

  /** The process that listens on a port, as far as this user may see it. */
  private static Optional<Long> holder(int port) {
    Set<String> sockets = new HashSet<>();
    sockets.addAll(listening(PROC.resolve("net/tcp"), port));
    sockets.addAll(listening(PROC.resolve("net/tcp6"), port));
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(pid, sockets))
        .findFirst();
  }

  /** Columns of the kernel's table: number, local address, remote one, state, …, inode as tenth. */
  private static List<String> listening(Path table, int port) {
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(row -> row.length > 9 && row[3].equals("0A"))
          .filter(row -> row[1].endsWith(":%04X".formatted(port)))
          .map(row -> "socket:[" + row[9] + "]")
          .toList();
    } catch (IOException e) {
      return List.of(); // Not Linux, or no such protocol.
    }
  }

  private static boolean holds(long pid, Set<String> sockets) {
    Path files = PROC.resolve(pid + "/fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(files)) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(target(descriptor))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // Another user's, or it has just ended.
    }
    return false;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}
