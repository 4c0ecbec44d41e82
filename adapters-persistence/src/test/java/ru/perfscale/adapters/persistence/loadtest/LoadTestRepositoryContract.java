package ru.perfscale.adapters.persistence.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.DataFile.Split;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.task.Task;

/** What every {@code LoadTestRepository} does. */
interface LoadTestRepositoryContract {
  Storage storage();

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  @Test
  default void whatWasAddedIsFoundAsItWas() {
    Workspace workspace = workspace();
    LoadTest test = workspace.test("Checkout ✓");

    assertThat(storage().tests().find(workspace.tenant(), test.id())).contains(test);
    assertThat(storage().tests().lock(workspace.tenant(), test.id())).contains(test);
  }

  @Test
  default void everyToolAndStatusIsKept() {
    Workspace workspace = workspace();
    for (Tool tool : Tool.values()) {
      for (TestStatus status : TestStatus.values()) {
        LoadTest test =
            LoadTest.define(
                workspace.tenant(),
                new Definition("any", tool, "run", Load.BY_SCRIPT, Limits.DEFAULT.time()),
                status,
                Workspace.now());
        storage().tests().add(test);

        assertThat(storage().tests().find(workspace.tenant(), test.id())).contains(test);
      }
    }
  }

  @Test
  default void aChangeIsKept() {
    Workspace workspace = workspace();
    LoadTest test = workspace.test("before");
    LoadTest changed =
        test.defined(
                test.definition()
                    .named("after")
                    .withScript("other")
                    .withLoad(new Load(OptionalInt.empty(), Optional.of(Duration.ofMillis(1500))))
                    .reading(
                        List.of(new DataContent(new byte[3]).as("a/b", Split.DIVIDED_AFTER_HEADER)))
                    .limitedTo(new Limits(Duration.ofSeconds(7), Duration.ofSeconds(11))))
            .marked(TestStatus.ARCHIVED);
    storage().tests().save(changed);

    assertThat(storage().tests().find(workspace.tenant(), test.id())).contains(changed);
    Task task = workspace.task(changed);
    assertThat(storage().tasks().find(task.ref())).contains(task);
  }

  @Test
  default void anotherTenantSeesNothing() {
    Workspace mine = workspace();
    Workspace others = workspace();
    LoadTest test = mine.test("mine");

    assertThat(storage().tests().find(others.tenant(), test.id())).isEmpty();
    assertThat(storage().tests().lock(others.tenant(), test.id())).isEmpty();
    assertThat(storage().tests().page(others.tenant(), Optional.empty(), 10)).isEmpty();
    assertThat(storage().tests().remove(others.tenant(), test.id())).isFalse();
    LoadTest stolen =
        new LoadTest(
            test.id(), others.tenant(), test.definition(), test.status(), test.createdAt());
    assertThatThrownBy(() -> storage().tests().save(stolen))
        .isInstanceOf(IllegalStateException.class);
    assertThat(storage().tests().find(mine.tenant(), test.id())).contains(test);
  }

  @Test
  default void pagesRunThroughAllTheOldestFirst() {
    Workspace workspace = workspace();
    Instant now = Workspace.now();
    List<LoadTest> all =
        Stream.of(3, 1, 1, 2, 1)
            .map(
                second ->
                    LoadTest.define(
                        workspace.tenant(),
                        workspace.test("model").definition(),
                        TestStatus.DRAFT,
                        now.plusSeconds(second)))
            .toList();
    all.forEach(storage().tests()::add);
    List<LoadTest> read = new ArrayList<>();
    Optional<LoadTestId> after = Optional.empty();
    List<LoadTest> page;
    do {
      page = storage().tests().page(workspace.tenant(), after, 2);
      read.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().id());
    } while (!page.isEmpty());

    assertThat(read)
        .hasSize(10)
        .isSortedAccordingTo(
            Comparator.comparing(LoadTest::createdAt).thenComparing(test -> test.id().value()))
        .containsAll(all);
  }

  @Test
  default void aRemovedTestIsGoneButItsPlaceInTheListStays() {
    Workspace workspace = workspace();
    LoadTest first = workspace.test("first");
    LoadTest second = workspace.test("second");
    assertThat(storage().tests().remove(workspace.tenant(), first.id())).isTrue();

    assertThat(storage().tests().find(workspace.tenant(), first.id())).isEmpty();
    assertThat(storage().tests().lock(workspace.tenant(), first.id())).isEmpty();
    assertThat(storage().tests().remove(workspace.tenant(), first.id())).isFalse();
    assertThat(storage().tests().page(workspace.tenant(), Optional.empty(), 10))
        .containsExactly(second);
    assertThat(storage().tests().page(workspace.tenant(), Optional.of(first.id()), 10))
        .containsExactly(second);
  }

  @Test
  default void aPageBehindSomeoneElsesTestIsRefused() {
    LoadTest foreign = workspace().test("foreign");

    assertThatThrownBy(
            () -> storage().tests().page(workspace().tenant(), Optional.of(foreign.id()), 10))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining(foreign.id().value());
  }

  @Test
  default void aTaskKeepsTheScriptOfATestThatWasChangedAndRemoved() {
    Workspace workspace = workspace();
    LoadTest test = workspace.test("test");
    Task task = workspace.task(test);
    storage().tests().save(test.defined(test.definition().withScript("changed")));
    storage().tests().remove(workspace.tenant(), test.id());

    assertThat(storage().tasks().script(task.ref())).isEqualTo(Workspace.SCRIPT);
    assertThat(storage().tasks().find(task.ref())).contains(task);
  }
}
