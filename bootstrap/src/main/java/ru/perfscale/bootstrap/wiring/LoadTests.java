package ru.perfscale.bootstrap.wiring;

import java.time.InstantSource;
import ru.perfscale.adapters.http.loadtest.LoadTestUseCases;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.loadtest.JdbiDataContents;
import ru.perfscale.adapters.persistence.loadtest.JdbiLoadTestRepository;
import ru.perfscale.application.loadtest.ChangeLoadTest;
import ru.perfscale.application.loadtest.DataContents;
import ru.perfscale.application.loadtest.DefineLoadTest;
import ru.perfscale.application.loadtest.FindLoadTest;
import ru.perfscale.application.loadtest.ListLoadTests;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.application.loadtest.RemoveLoadTest;

/** The load tests of a server and the data files that they read. */
final class LoadTests {
  private final JdbiTransactions transactions;
  private final LoadTestRepository repository;
  private final JdbiDataContents contents;
  private final InstantSource clock;

  LoadTests(JdbiTransactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
    repository = new JdbiLoadTestRepository(transactions);
    contents = new JdbiDataContents(transactions);
  }

  LoadTestRepository repository() {
    return repository;
  }

  DataContents contents() {
    return contents;
  }

  LoadTestUseCases useCases() {
    return new LoadTestUseCases(
        new DefineLoadTest(repository, contents, transactions, clock),
        new FindLoadTest(repository),
        new ListLoadTests(repository),
        new ChangeLoadTest(repository, contents, transactions),
        new RemoveLoadTest(repository));
  }

  /** To be called now and then. */
  void forgetUnused() {
    contents.forgetUnused();
  }
}
