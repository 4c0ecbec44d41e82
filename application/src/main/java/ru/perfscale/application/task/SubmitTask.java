package ru.perfscale.application.task;

import java.time.InstantSource;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Task;

/** A member has a load test executed. */
public final class SubmitTask {
  private final LoadTestRepository tests;
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final PlaceTasks placeTasks;
  private final Transactions transactions;
  private final InstantSource clock;

  public SubmitTask(
      LoadTestRepository tests,
      TaskRepository tasks,
      AssignmentRepository assignments,
      PlaceTasks placeTasks,
      Transactions transactions,
      InstantSource clock) {
    this.tests = tests;
    this.tasks = tasks;
    this.assignments = assignments;
    this.placeTasks = placeTasks;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @return the task as stored: pending
   * @throws ru.perfscale.domain.Refusal.Conflict when the test is archived
   */
  public Task submit(Principal principal, LoadTestId testId) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    Task submitted = transactions.call(() -> stored(principal, tenant, testId));
    placeTasks.place();
    return submitted;
  }

  private Task stored(Principal principal, TenantId tenant, LoadTestId testId) {
    LoadTest test =
        tests.find(tenant, testId).orElseThrow(() -> new NotFound("Test", testId.value()));
    test.requireRunnable();
    Task task = Task.submit(tenant, Plan.of(test, nameOf(principal), clock.instant()));
    tasks.add(task, test.definition().script());
    assignments.add(Assignment.open(task.ref()));
    return task;
  }

  private static String nameOf(Principal principal) {
    return principal.profile().preferredUsername().orElse(principal.subject());
  }
}
