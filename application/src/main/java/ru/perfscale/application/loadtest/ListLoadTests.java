package ru.perfscale.application.loadtest;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

/** A viewer reads the workspace's load tests page by page, the oldest first. */
public final class ListLoadTests {
  private final LoadTestRepository tests;

  public ListLoadTests(LoadTestRepository tests) {
    this.tests = tests;
  }

  public List<LoadTest> page(Principal principal, Optional<LoadTestId> after, int limit) {
    return tests.page(principal.tenantFor(Role.VIEWER), after, limit);
  }
}
