package ru.perfscale.application.loadtest;

import java.util.List;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

/** The stored load tests. */
public interface LoadTestRepository {
  void add(LoadTest test);

  Optional<LoadTest> find(TenantId tenant, LoadTestId id);

  /** As {@link #find}; nobody else changes it until the transaction ends. */
  Optional<LoadTest> lock(TenantId tenant, LoadTestId id);

  /**
   * The oldest first, ties by id.
   *
   * @param after the last one of the page before
   * @throws ru.perfscale.domain.Refusal.Invalid when the tenant never had {@code after}
   */
  List<LoadTest> page(TenantId tenant, Optional<LoadTestId> after, int limit);

  /** Stores definition and status of a test that exists. */
  void save(LoadTest test);

  /**
   * @return false when there was none
   */
  boolean remove(TenantId tenant, LoadTestId id);
}
