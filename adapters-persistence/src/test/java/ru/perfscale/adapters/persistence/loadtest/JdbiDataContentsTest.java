package ru.perfscale.adapters.persistence.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.DataFile.Split;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Task;

class JdbiDataContentsTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final JdbiDataContents contents = new JdbiDataContents(database.storage().transactions());
  private final Workspace workspace = Workspace.in(database.storage());

  private static DataContent content(String text) {
    return new DataContent(text.getBytes(StandardCharsets.UTF_8));
  }

  private String part(DataContent content, int from, int most) {
    byte[] part = contents.part(workspace.tenant(), content.sha256(), from, most);
    return new String(part, StandardCharsets.UTF_8);
  }

  private LoadTest testWith(DataContent content) {
    contents.keep(workspace.tenant(), List.of(content));
    LoadTest test = workspace.test("with data");
    LoadTest with =
        test.defined(test.definition().reading(List.of(content.as("a", Split.DIVIDED))));
    database.storage().tests().save(with);
    return with;
  }

  private void without(LoadTest test) {
    database.storage().tests().save(test.defined(test.definition().reading(List.of())));
  }

  /** As the hourly job does, some hours long. */
  private void forgetUnusedForHours() {
    contents.forgetUnused();
    database.execute(
        "UPDATE data_content SET unused_since = unused_since - interval '2 hours' WHERE unused_since IS NOT NULL");
    contents.forgetUnused();
  }

  @Test
  void aContentIsReadInPartsAndByItsTenantOnly() {
    DataContent content = content("0123456789");
    contents.keep(workspace.tenant(), List.of(content, content));
    contents.keep(workspace.tenant(), List.of(content));

    assertThat(part(content, 0, 4)).isEqualTo("0123");
    assertThat(part(content, 8, 4)).isEqualTo("89");
    assertThat(part(content, 10, 4)).isEmpty();
    Workspace others = Workspace.in(database.storage());
    assertThat(contents.part(others.tenant(), content.sha256(), 0, 4)).isEmpty();
  }

  @Test
  void whatATestHasStaysAndWhatNobodyHasGoesAfterAnHour() {
    DataContent content = content("of a test");
    LoadTest test = testWith(content);
    forgetUnusedForHours();
    assertThat(part(content, 0, 9)).isEqualTo("of a test");

    without(test);
    contents.forgetUnused();
    contents.forgetUnused();
    assertThat(part(content, 0, 9)).as("within the hour").isEqualTo("of a test");
    forgetUnusedForHours();
    assertThat(part(content, 0, 9)).isEmpty();
  }

  @Test
  void aRemovedTestKeepsNothing() {
    DataContent content = content("of a removed test");
    database.storage().tests().remove(workspace.tenant(), testWith(content).id());
    forgetUnusedForHours();

    assertThat(part(content, 0, 2)).isEmpty();
  }

  @Test
  void whatATaskMayStillReadStaysUntilItsAssignmentsHaveEnded() {
    DataContent content = content("of a task");
    LoadTest test = testWith(content);
    Task task = workspace.task(test);
    Assignment open = workspace.open(task);
    without(test);
    forgetUnusedForHours();
    assertThat(part(content, 0, 9)).isEqualTo("of a task");
    assertThat(database.storage().tasks().find(task.ref()))
        .hasValueSatisfying(stored -> assertThat(stored.plan()).isEqualTo(task.plan()));

    database.storage().assignments().save(open.revoked());
    forgetUnusedForHours();
    assertThat(part(content, 0, 9)).isEmpty();
  }

  @Test
  void whatIsKeptAgainStays() {
    DataContent content = content("again");
    without(testWith(content));
    contents.forgetUnused();
    testWith(content);
    forgetUnusedForHours();

    assertThat(part(content, 0, 5)).isEqualTo("again");
  }
}
