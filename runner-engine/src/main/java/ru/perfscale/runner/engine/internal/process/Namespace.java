package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A PID namespace, held open. The kernel gives the number of a namespace that is gone to the next
 * one: only as long as it is held does the name mean this one, and not another run's.
 */
public final class Namespace implements AutoCloseable {
  private final String name;
  private final FileChannel hold;

  private Namespace(String name, FileChannel hold) {
    this.name = name;
    this.hold = hold;
  }

  /** The namespace that a process made for its children. */
  static Namespace ofChildrenOf(long process) throws IOException {
    Path link = Path.of("/proc", Long.toString(process), "ns", "pid_for_children");
    FileChannel hold = FileChannel.open(link, StandardOpenOption.READ);
    try {
      return new Namespace(Files.readSymbolicLink(link).toString(), hold);
    } catch (IOException e) {
      hold.close();
      throw e;
    }
  }

  /** Such as {@code pid:[4026532178]}. */
  String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    hold.close();
  }
}
