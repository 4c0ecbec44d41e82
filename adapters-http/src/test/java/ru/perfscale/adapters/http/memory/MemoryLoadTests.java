package ru.perfscale.adapters.http.memory;

import java.util.List;
import java.util.Optional;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

public record MemoryLoadTests(Memory memory) implements LoadTestRepository {
  @Override
  public void add(LoadTest test) {
    memory.faults.check();
    memory.loadTests.put(test.id(), test);
  }

  @Override
  public Optional<LoadTest> find(TenantId tenant, LoadTestId id) {
    memory.faults.check();
    return Optional.ofNullable(memory.loadTests.get(id))
        .filter(test -> test.tenant().equals(tenant));
  }

  @Override
  public Optional<LoadTest> lock(TenantId tenant, LoadTestId id) {
    return find(tenant, id);
  }

  @Override
  public List<LoadTest> page(TenantId tenant, Optional<LoadTestId> after, int limit) {
    memory.faults.check();
    return Memory.page(
        Memory.copyOf(memory.loadTests),
        test -> test.tenant().equals(tenant),
        LoadTest::id,
        after,
        limit);
  }

  @Override
  public void save(LoadTest test) {
    memory.loadTests.replace(test.id(), test);
  }

  @Override
  public boolean remove(TenantId tenant, LoadTestId id) {
    return find(tenant, id).isPresent() && memory.loadTests.remove(id) != null;
  }
}
