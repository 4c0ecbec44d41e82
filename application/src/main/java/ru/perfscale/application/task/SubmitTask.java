package ru.perfscale.application.task;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditEntry;
import ru.perfscale.application.audit.AuditEntry.Action;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.Refusal.Problem;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Share;
import ru.perfscale.domain.task.Task;

/** A member has a load test executed. */
public final class SubmitTask {
  private final LoadTestRepository tests;
  private final MachineRepository machines;
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final PlaceTasks placeTasks;
  private final Transactions transactions;
  private final InstantSource clock;
  private final AuditLog audit;

  public SubmitTask(
      LoadTestRepository tests,
      MachineRepository machines,
      TaskRepository tasks,
      AssignmentRepository assignments,
      PlaceTasks placeTasks,
      Transactions transactions,
      InstantSource clock,
      AuditLog audit) {
    this.tests = tests;
    this.machines = machines;
    this.tasks = tasks;
    this.assignments = assignments;
    this.placeTasks = placeTasks;
    this.transactions = transactions;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * @param wanted on which machines
   * @return the task as stored: pending
   * @throws ru.perfscale.domain.Refusal.Conflict when the test is archived
   * @throws Invalid when a machine is named that the tenant does not have
   */
  public Task submit(Principal principal, LoadTestId testId, MachineSelection wanted) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    requireKnown(tenant, wanted);
    Task submitted = transactions.call(() -> stored(principal, tenant, testId, wanted));
    placeTasks.place();
    return submitted;
  }

  private void requireKnown(TenantId tenant, MachineSelection wanted) {
    if (wanted instanceof MachineSelection.Listed(List<MachineId> listed)) {
      List<Problem> unknown =
          IntStream.range(0, listed.size())
              .filter(i -> machines.find(tenant, listed.get(i)).isEmpty())
              .mapToObj(
                  i ->
                      new Problem(
                          "machines[" + i + "]", "Machine " + listed.get(i) + " does not exist"))
              .toList();
      if (!unknown.isEmpty()) {
        throw new Invalid(unknown);
      }
    }
  }

  private Task stored(
      Principal principal, TenantId tenant, LoadTestId testId, MachineSelection wanted) {
    LoadTest test =
        tests.find(tenant, testId).orElseThrow(() -> new NotFound("Test", testId.value()));
    test.requireRunnable();
    Plan plan = Plan.of(test, nameOf(principal), clock.instant()).on(wanted);
    Task task = Task.submit(tenant, plan);
    tasks.add(task, test.definition().script());
    for (int i = 1; i <= wanted.least(); i++) {
      assignments.add(Assignment.open(task.ref(), new Share(i, wanted.least())));
    }
    audit.add(
        AuditEntry.by(principal, tenant, Action.TASK_SUBMITTED, task.id().value())
            .with("test", testId.value()));
    return task;
  }

  private static String nameOf(Principal principal) {
    return principal.profile().preferredUsername().orElse(principal.subject());
  }
}
