package ru.perfscale.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time of a process and of all that it started. */
final class Consumed {
  /** The clock ticks of /proc: 100 a second on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private Consumed() {}

  /** In seconds; that of children which are gone is included. */
  static double seconds(ProcessHandle process) {
    try (Stream<ProcessHandle> started = process.descendants()) {
      return Stream.concat(Stream.of(process), started).mapToDouble(each -> own(each.pid())).sum();
    }
  }

  private static double own(long pid) {
    try {
      String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      double ticks = 0;
      for (int field = 11; field <= 14; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0; // Gone meanwhile; its parent has its time.
    }
  }
}
