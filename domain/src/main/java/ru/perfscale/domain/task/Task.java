package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;

/**
 * One execution of a load test. Its status only advances: pending, running, one terminal state;
 * what was found is stored with or before the state that shows it.
 *
 * @param machines who runs it, known once offered
 * @param pinned whether everything measured is kept, however old
 */
public record Task(
    TaskId id,
    TenantId tenant,
    Plan plan,
    Progress progress,
    Findings findings,
    List<MachineId> machines,
    boolean pinned) {
  public Task {
    requireNonNull(id);
    requireNonNull(tenant);
    requireNonNull(plan);
    requireNonNull(progress);
    requireNonNull(findings);
    machines = List.copyOf(machines);
  }

  /** One that is not pinned. */
  public Task(
      TaskId id,
      TenantId tenant,
      Plan plan,
      Progress progress,
      Findings findings,
      List<MachineId> machines) {
    this(id, tenant, plan, progress, findings, machines, false);
  }

  public static Task submit(TenantId tenant, Plan plan) {
    return new Task(TaskId.next(), tenant, plan, Progress.SUBMITTED, Findings.NONE_YET, List.of());
  }

  public TaskRef ref() {
    return new TaskRef(tenant, id);
  }

  public TaskStatus status() {
    return progress.status();
  }

  public boolean isCancelRequested() {
    return progress.cancelRequestedAt().isPresent();
  }

  public Task waitingFor(String reason) {
    require(TaskStatus.PENDING);
    return with(progress.waitingFor(reason));
  }

  /** All its machines accepted; {@code start} is second 0 of its results. */
  public Task started(Instant start) {
    require(TaskStatus.PENDING);
    return with(progress.running(start));
  }

  /**
   * Marks it for cancelling; a second time changes nothing.
   *
   * @throws Conflict when it has ended
   */
  public Task cancelRequested(Instant now) {
    if (status().isTerminal()) {
      throw new Conflict(
          "Task " + id + " has ended as " + status().wireName() + " and cannot be cancelled");
    }
    return with(progress.cancelRequested(now));
  }

  /** What its latencies are, which its agent knows from the start of the run. */
  public Task measuredAs(LatencyMeaning meaning) {
    return new Task(id, tenant, plan, progress, findings.with(meaning), machines, pinned);
  }

  /** Figures may still grow after the end, from frames that came late; the state never changes. */
  public Task measured(Figures figures) {
    return new Task(id, tenant, plan, progress, findings.with(figures), machines, pinned);
  }

  /** How much of a lost run is stored, and what is not; late frames make it more. */
  public Task covered(double coverage, List<Gap> gaps) {
    Findings covered = findings.withCoverage(coverage).with(findings.account().with(gaps));
    return new Task(id, tenant, plan, progress, covered, machines, pinned);
  }

  /** Ends it. */
  public Task ended(Verdict verdict, Findings found, Instant now) {
    if (status().isTerminal()) {
      throw new Conflict("Task " + id + " has ended already, as " + status().wireName());
    }
    return new Task(
        id,
        tenant,
        plan,
        progress.ended(verdict.status(), now),
        found.with(verdict.reasons()),
        machines,
        pinned);
  }

  public Task on(List<MachineId> offeredTo) {
    return new Task(id, tenant, plan, progress, findings, offeredTo, pinned);
  }

  /** Pins it, or lets go of it. */
  public Task pinned(boolean pin) {
    return new Task(id, tenant, plan, progress, findings, machines, pin);
  }

  public Optional<Instant> startedAt() {
    return progress.startedAt();
  }

  private Task with(Progress changed) {
    return new Task(id, tenant, plan, changed, findings, machines, pinned);
  }

  private void require(TaskStatus needed) {
    if (status() != needed) {
      throw new Conflict("Task " + id + " is " + status() + ", not " + needed);
    }
  }
}
