package ru.perfscale.runner.engine.internal.process;

import java.util.Optional;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunUser;

/** What the machine that runs the tests offers. */
public final class Machine {
  private Machine() {}

  /** Runs in cgroups, without namespaces; empty, and said so, where there may be none. */
  public static Optional<Isolation> cgroup() {
    Optional<RunUser> user = Isolation.probe(Optional.empty()).user();
    Isolation cgroup = new Isolation(Means.CGROUP, user, false, CgroupParent.find());
    if (cgroup.works()) {
      return Optional.of(cgroup);
    }
    System.out.println("Not run on this machine: this user may make no cgroup (version 2)");
    return Optional.empty();
  }
}
