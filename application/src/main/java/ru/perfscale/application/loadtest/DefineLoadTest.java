package ru.perfscale.application.loadtest;

import java.time.InstantSource;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;

/** A member stores a new load test. */
public final class DefineLoadTest {
  private final LoadTestRepository tests;
  private final InstantSource clock;

  public DefineLoadTest(LoadTestRepository tests, InstantSource clock) {
    this.tests = tests;
    this.clock = clock;
  }

  public LoadTest define(Principal principal, Definition definition, TestStatus status) {
    LoadTest test =
        LoadTest.define(principal.tenantFor(Role.MEMBER), definition, status, clock.instant());
    tests.add(test);
    return test;
  }
}
