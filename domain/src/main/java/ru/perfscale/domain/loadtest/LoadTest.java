package ru.perfscale.domain.loadtest;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;

/** A stored, reusable definition of a load test. Its tool never changes. */
public record LoadTest(
    LoadTestId id, TenantId tenant, Definition definition, TestStatus status, Instant createdAt) {
  public LoadTest {
    requireNonNull(id);
    requireNonNull(tenant);
    requireNonNull(definition);
    requireNonNull(status);
    requireNonNull(createdAt);
  }

  public static LoadTest define(
      TenantId tenant, Definition definition, TestStatus status, Instant now) {
    return new LoadTest(LoadTestId.next(), tenant, definition, status, now);
  }

  /**
   * @throws IllegalArgumentException when the new definition is for another tool
   */
  public LoadTest defined(Definition changed) {
    if (changed.tool() != definition.tool()) {
      throw new IllegalArgumentException("A test's tool is fixed for good");
    }
    return new LoadTest(id, tenant, changed, status, createdAt);
  }

  public LoadTest marked(TestStatus changed) {
    return new LoadTest(id, tenant, definition, changed, createdAt);
  }

  /**
   * @throws Conflict when the test is archived
   */
  public void requireRunnable() {
    if (status == TestStatus.ARCHIVED) {
      throw new Conflict(
          "Test " + id + " is archived; set its status to active or draft to run it");
    }
  }
}
