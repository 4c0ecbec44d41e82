package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;
import ru.perfscale.runner.engine.internal.process.Cgroup;

/** By the run's cgroup: processor time is exact, also of processes that have ended. */
public final class CgroupUsage implements ToolUsage {
  private final Cgroup cgroup;
  private final Kernel kernel = Kernel.read();
  private final Members members = new Members(ProcessStat::of);
  private long cpuNanos;

  public CgroupUsage(Cgroup cgroup) {
    this.cgroup = cgroup;
  }

  @Override
  public void update() throws IOException {
    cpuNanos = cgroup.cpuNanos();
    members.update(cgroup.processes());
  }

  @Override
  public long cpuNanos() {
    return cpuNanos;
  }

  @Override
  public long residentBytes() {
    return members.residentPages() * kernel.pageBytes();
  }
}
