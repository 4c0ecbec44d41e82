package ru.perfscale.benchmarks.soak;

import java.util.List;
import java.util.stream.Collectors;

/** How many cores some processes keep busy. */
final class Cores {
  private final List<ProcessHandle> processes;
  private final double[] first;
  private final long begun = System.nanoTime();
  private double[] last;
  private long looked = begun;

  Cores(ProcessHandle... processes) {
    this.processes = List.of(processes);
    first = seconds();
    last = first;
  }

  String sinceLast() {
    double[] before = last;
    long since = looked;
    last = seconds();
    looked = System.nanoTime();
    return show(before, since);
  }

  String sinceBegin() {
    sinceLast();
    return show(first, begun);
  }

  private String show(double[] before, long since) {
    return java.util.stream.IntStream.range(0, before.length)
        .mapToObj(i -> "%.2f".formatted((last[i] - before[i]) / ((looked - since) / 1e9)))
        .collect(Collectors.joining(" | "));
  }

  private double[] seconds() {
    return processes.stream().mapToDouble(Consumed::seconds).toArray();
  }
}
