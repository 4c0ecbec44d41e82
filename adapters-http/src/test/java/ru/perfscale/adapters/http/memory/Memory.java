package ru.perfscale.adapters.http.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.JoinTokenRepository;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** What the in-memory ports share. A transaction is a lock: nothing is ever rolled back. */
public final class Memory implements Transactions {
  public final Faults faults = new Faults();

  /** Whether retention took the seconds of every task. */
  public volatile boolean secondsAreDropped;

  final Map<MachineId, Machine> machines = ordered();
  final Map<LoadTestId, LoadTest> loadTests = ordered();
  final Map<List<String>, DataContent> dataContents = ordered();
  final Map<TaskId, Task> tasks = ordered();
  final Map<TaskId, String> scripts = ordered();
  final Map<AssignmentId, Assignment> assignments = ordered();
  final Map<AssignmentId, List<Frame>> frames = ordered();
  final Map<AssignmentId, TaskRef> late = ordered();
  final Map<AssignmentId, AssignmentReport> reports = ordered();
  final Map<CredentialHash, Agent> agents = ordered();
  final Map<MachineId, AgentBoot> boots = ordered();
  final Set<MachineId> silent = ConcurrentHashMap.newKeySet();
  final Set<MachineId> draining = ConcurrentHashMap.newKeySet();
  final Map<CredentialHash, JoinTokenRepository.Stored> joinTokens = ordered();
  final List<AuditEntry> audit = Collections.synchronizedList(new ArrayList<>());

  private final ReentrantLock lock = new ReentrantLock();

  @Override
  public <T> T call(Supplier<T> work) {
    faults.check();
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** All agents die, and nothing is left for others to run. */
  public void forgetAgents() {
    boots.clear();
    assignments.clear();
  }

  /** What was written down so far. */
  public List<AuditEntry> audit() {
    synchronized (audit) {
      return List.copyOf(audit);
    }
  }

  /** The agent of the machine is not heard any more. */
  public void silence(String machine) {
    silent.add(new MachineId(machine));
  }

  /** All join tokens that were not used are too old. */
  public void expireJoinTokens() {
    joinTokens.replaceAll(
        (hash, token) -> new JoinTokenRepository.Stored(token.scope(), true, token.use()));
  }

  MachineStatus statusOf(MachineId machine) {
    Machine stored = machines.get(machine);
    if (stored != null && stored.maintenance()) {
      return MachineStatus.MAINTENANCE;
    }
    if (!boots.containsKey(machine) || silent.contains(machine)) {
      return MachineStatus.OFFLINE;
    }
    if (draining.contains(machine)) {
      return MachineStatus.MAINTENANCE;
    }
    return isHolding(machine) ? MachineStatus.BUSY : MachineStatus.ONLINE;
  }

  boolean isHolding(MachineId machine) {
    return copyOf(assignments).stream()
        .anyMatch(a -> !a.status().isTerminal() && a.machine().equals(Optional.of(machine)));
  }

  static <K, V> List<V> copyOf(Map<K, V> map) {
    synchronized (map) {
      return List.copyOf(map.values());
    }
  }

  static <T, I> List<T> page(
      List<T> all, Predicate<T> mine, Function<T, I> idOf, Optional<I> after, int limit) {
    List<T> visible = all.stream().filter(mine).toList();
    int from = 0;
    if (after.isPresent()) {
      from = visible.stream().map(idOf).toList().indexOf(after.get()) + 1;
      if (from == 0) {
        throw new Invalid(
            "after", "'" + after.get() + "' must be the id of an element of this list");
      }
    }
    return visible.subList(from, Math.min(visible.size(), from + limit));
  }

  private static <K, V> Map<K, V> ordered() {
    return Collections.synchronizedMap(new LinkedHashMap<>());
  }
}
