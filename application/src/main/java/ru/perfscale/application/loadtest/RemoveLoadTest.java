package ru.perfscale.application.loadtest;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.loadtest.LoadTestId;

/** A member deletes a load test; its tasks, their snapshots and results stay. */
public final class RemoveLoadTest {
  private final LoadTestRepository tests;

  public RemoveLoadTest(LoadTestRepository tests) {
    this.tests = tests;
  }

  public void remove(Principal principal, LoadTestId id) {
    if (!tests.remove(principal.tenantFor(Role.MEMBER), id)) {
      throw new NotFound("Test", id.value());
    }
  }
}
