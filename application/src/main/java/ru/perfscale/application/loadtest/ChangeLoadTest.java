package ru.perfscale.application.loadtest;

import java.util.function.Function;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

/** A member changes a load test; tasks that were submitted before keep what they were given. */
public final class ChangeLoadTest {
  private final LoadTestRepository tests;
  private final DataContents contents;
  private final Transactions transactions;

  public ChangeLoadTest(
      LoadTestRepository tests, DataContents contents, Transactions transactions) {
    this.tests = tests;
    this.contents = contents;
    this.transactions = transactions;
  }

  /**
   * @param change applied to the test as it is stored, while nobody else can change it
   */
  public LoadTest change(Principal principal, LoadTestId id, Function<LoadTest, Revision> change) {
    TenantId tenant = principal.tenantFor(Role.MEMBER);
    return transactions.call(
        () -> {
          LoadTest test =
              tests.lock(tenant, id).orElseThrow(() -> new NotFound("Test", id.value()));
          Revision changed = change.apply(test);
          contents.keep(tenant, changed.contents());
          tests.save(changed.test());
          return changed.test();
        });
  }
}
