package ru.perfscale.adapters.persistence.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.loadtest.LoadTest;

final class JdbiLoadTestRepositoryTest implements LoadTestRepositoryContract {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  @Override
  public Storage storage() {
    return database.storage();
  }

  @Test
  void nothingIsLeftOfARemovedTestsScript() {
    Workspace workspace = Workspace.in(storage());
    LoadTest test = workspace.test("secret");
    storage().tests().remove(workspace.tenant(), test.id());

    assertThat(database.texts("SELECT script FROM load_test WHERE id = ?", test.id().value()))
        .containsExactly("");
  }
}
