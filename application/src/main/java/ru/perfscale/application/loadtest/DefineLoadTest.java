package ru.perfscale.application.loadtest;

import java.time.InstantSource;
import java.util.List;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;

/** A member stores a new load test. */
public final class DefineLoadTest {
  private final LoadTestRepository tests;
  private final DataContents contents;
  private final Transactions transactions;
  private final InstantSource clock;

  public DefineLoadTest(
      LoadTestRepository tests,
      DataContents contents,
      Transactions transactions,
      InstantSource clock) {
    this.tests = tests;
    this.contents = contents;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @param given the contents of its data files
   */
  public LoadTest define(
      Principal principal, Definition definition, List<DataContent> given, TestStatus status) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    return transactions.call(
        () -> {
          LoadTest test = LoadTest.define(tenant, definition, status, clock.instant());
          contents.keep(tenant, given);
          tests.add(test);
          return test;
        });
  }
}
