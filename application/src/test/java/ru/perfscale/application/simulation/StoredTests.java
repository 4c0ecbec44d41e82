package ru.perfscale.application.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

/** The load tests of a schedule, which nobody changes. */
final class StoredTests implements LoadTestRepository {
  private final Map<LoadTestId, LoadTest> tests = new LinkedHashMap<>();

  @Override
  public void add(LoadTest test) {
    tests.put(test.id(), test);
  }

  @Override
  public Optional<LoadTest> find(TenantId tenant, LoadTestId id) {
    return Optional.ofNullable(tests.get(id)).filter(test -> test.tenant().equals(tenant));
  }

  @Override
  public Optional<LoadTest> lock(TenantId tenant, LoadTestId id) {
    throw new AssertionError("Nobody changes a test here");
  }

  @Override
  public List<LoadTest> page(TenantId tenant, Optional<LoadTestId> after, int limit) {
    throw new AssertionError("Nobody reads pages here");
  }

  @Override
  public void save(LoadTest test) {
    throw new AssertionError("Nobody changes a test here");
  }

  @Override
  public boolean remove(TenantId tenant, LoadTestId id) {
    throw new AssertionError("Nobody removes a test here");
  }
}
