package ru.perfscale.runner.engine.internal.process;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunUser;

/** What the machine that runs the tests offers. */
public final class Machine {
  private Machine() {}

  /** Runs in cgroups, without namespaces; the test is skipped where there may be none. */
  public static Isolation cgroup() {
    Optional<RunUser> user = Isolation.probe(Optional.empty()).user();
    Isolation cgroup = new Isolation(Means.CGROUP, user, false, CgroupParent.find());
    Assumptions.assumeTrue(cgroup.works(), "this user may make no cgroup (version 2) here");
    return cgroup;
  }
}
