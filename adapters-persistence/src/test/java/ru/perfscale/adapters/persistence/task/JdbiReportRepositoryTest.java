package ru.perfscale.adapters.persistence.task;

import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;

final class JdbiReportRepositoryTest implements ReportRepositoryContract {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  @Override
  public Storage storage() {
    return database.storage();
  }
}
