package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * By descent from one process. Whoever has no parent left within a PID namespace becomes a child of
 * that process; without a namespace it is lost sight of, as is the time of children nobody waits
 * for.
 */
public final class TreeUsage implements ToolUsage {
  /** Lists process ids. */
  interface Listing {
    List<Integer> list() throws IOException;
  }

  private final int root;
  private final Listing listing;
  private final IntFunction<Optional<ProcessStat>> reader;
  private final Kernel kernel = Kernel.read();
  private final Members members;
  private final Set<Integer> strangers = new HashSet<>();
  private long cpuTicks;

  /** The tree below a process, itself included. */
  public TreeUsage(int root) {
    this(root, TreeUsage::all, ProcessStat::of);
  }

  TreeUsage(int root, Listing listing, IntFunction<Optional<ProcessStat>> reader) {
    this.root = root;
    this.listing = listing;
    this.reader = reader;
    members = new Members(reader);
  }

  private static List<Integer> all() throws IOException {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      entries.forEach(entry -> found.add(Integer.parseInt(entry.getFileName().toString())));
    }
    return found;
  }

  @Override
  public void update() throws IOException {
    List<Integer> present = listing.list();
    strangers.retainAll(new HashSet<>(present));
    members.update(present.stream().filter(members::contains).toList());
    takeUp(present);
    // What ends takes its time along until somebody has waited for it.
    cpuTicks = Math.max(cpuTicks, members.cpuTicks());
  }

  /** Sorts those that were not seen before, a bounded number each time. */
  private void takeUp(List<Integer> present) {
    Set<Integer> known = new HashSet<>(present);
    Map<Integer, ProcessStat> unsorted = new HashMap<>();
    for (int process : present) {
      boolean isNew = !members.contains(process) && !strangers.contains(process);
      if (isNew && unsorted.size() < Members.MAX_READS) {
        reader.apply(process).ifPresent(state -> unsorted.put(process, state));
      }
    }
    boolean changed = true;
    while (changed) {
      changed = unsorted.entrySet().removeIf(each -> sorted(each.getKey(), each.getValue(), known));
    }
  }

  /** Whether a process could be told to be one of ours or not; else its parent comes first. */
  private boolean sorted(int process, ProcessStat state, Set<Integer> known) {
    if (process == root || members.contains(state.parent())) {
      members.add(process, state);
      return true;
    }
    if (!known.contains(state.parent()) || strangers.contains(state.parent())) {
      strangers.add(process);
      return true;
    }
    return false;
  }

  @Override
  public long cpuNanos() {
    return cpuTicks * kernel.tickNanos();
  }

  @Override
  public long residentBytes() {
    return members.residentPages() * kernel.pageBytes();
  }
}
