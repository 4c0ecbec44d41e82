package ru.perfscale.application.loadtest;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

/** A viewer looks at one load test. */
public final class FindLoadTest {
  private final LoadTestRepository tests;

  public FindLoadTest(LoadTestRepository tests) {
    this.tests = tests;
  }

  public LoadTest find(Principal principal, LoadTestId id) {
    return tests
        .find(principal.tenantFor(Role.VIEWER), id)
        .orElseThrow(() -> new NotFound("Test", id.value()));
  }
}
