package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.RunUser;
import ru.perfscale.runner.engine.StartFailed;

/**
 * What this machine offers to hold a run together, and the command prefixes that make use of it.
 * Found out once per engine.
 *
 * @param means the strongest of the machine's, or the one that was asked for
 * @param user whom tools run as; empty for the user of this JVM
 * @param userNamespace whether the PID namespace needs a user namespace around it
 * @param cgroups where runs have their cgroups; empty where they may have none. A run in a
 *     namespace gets one, too: it tells what the run's processes use
 */
public record Isolation(
    Means means, Optional<RunUser> user, boolean userNamespace, Optional<Path> cgroups) {
  private static final String NO_NEW_RIGHTS = "--no-new-privs";

  /** One without cgroups. */
  public Isolation(Means means, Optional<RunUser> user, boolean userNamespace) {
    this(means, user, userNamespace, Optional.empty());
  }

  /**
   * Tries the strongest means first.
   *
   * @param wanted the user to run tools as; only for root
   */
  public static Isolation probe(Optional<RunUser> wanted) {
    return probe(wanted, Optional.empty());
  }

  /**
   * Tries the means.
   *
   * @param wanted the user to run tools as; only for root
   * @param only the only means to use; empty for the strongest there is
   */
  public static Isolation probe(Optional<RunUser> wanted, Optional<Means> only) {
    boolean root = ownUid() == 0;
    if (wanted.isPresent() && !root && wanted.get().uid() != ownUid()) {
      throw new StartFailed(
          "runAs is uid "
              + wanted.get().uid()
              + ", but only root may choose another user than its own ("
              + ownUid()
              + "); leave it out");
    }
    Optional<RunUser> user = root ? wanted.or(() -> Optional.of(RunUser.NOBODY)) : Optional.empty();
    Optional<Path> cgroups =
        only.equals(Optional.of(Means.PROCESS_GROUP)) ? Optional.empty() : CgroupParent.find();
    for (Means means : only.map(List::of).orElse(List.of(Means.values()))) {
      Isolation isolation =
          new Isolation(means, user, means == Means.PID_NAMESPACE && !root, cgroups);
      if (isolation.works()) {
        return isolation;
      }
    }
    Command tried = new Isolation(Means.PROCESS_GROUP, user, false).tryOut();
    if (tried.exitCode() != 0) {
      throw new StartFailed("Cannot start processes with reduced rights: " + tried.output());
    }
    throw new StartFailed(
        "means is " + only.orElseThrow() + ", which this machine does not allow; leave it out");
  }

  /** Whether this machine lets us. */
  public boolean works() {
    return (means != Means.CGROUP || cgroups.isPresent()) && tryOut().exitCode() == 0;
  }

  private Command tryOut() {
    List<String> trial = new ArrayList<>(supervisorPrefix());
    trial.addAll(toolPrefix());
    trial.add("true");
    return Command.run(trial);
  }

  /** Puts the supervisor into a session and, if there may be one, a PID namespace of its own. */
  public List<String> supervisorPrefix() {
    List<String> prefix = new ArrayList<>(List.of("setsid", "--"));
    if (means == Means.PID_NAMESPACE) {
      prefix.add("unshare");
      if (userNamespace) {
        prefix.addAll(List.of("--user", "--map-current-user"));
      }
      prefix.addAll(
          List.of("--mount", "--pid", "--fork", "--mount-proc", "--kill-child=KILL", "--"));
    }
    return prefix;
  }

  /** The cgroup of a run, made empty; empty where it may have none. */
  public Optional<Cgroup> cgroup(String id) throws IOException {
    if (cgroups.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Cgroup.create(cgroups.get(), id));
  }

  /** Takes rights away from the tool. */
  public List<String> toolPrefix() {
    if (user.isEmpty()) {
      return List.of("setpriv", NO_NEW_RIGHTS, "--");
    }
    return List.of(
        "setpriv",
        "--reuid",
        Integer.toString(user.get().uid()),
        "--regid",
        Integer.toString(user.get().gid()),
        "--clear-groups",
        NO_NEW_RIGHTS,
        "--inh-caps=-all",
        "--bounding-set=-all",
        "--");
  }

  /** Whom tools run as, for messages. */
  public int uid() {
    return user.map(RunUser::uid).orElseGet(Isolation::ownUid);
  }

  /** Where tools look for programs: where this JVM does. */
  public static String searchPath() {
    return Command.searchPath();
  }

  static int ownUid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new StartFailed("Cannot read /proc/self: the engine needs Linux with /proc", e);
    }
  }
}
