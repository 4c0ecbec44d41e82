package ru.perfscale.domain.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.DataFile.Split;
import ru.perfscale.domain.machine.MachineDescription;

class DefinitionTest {
  @Test
  void aScriptIsMeasuredInBytes() {
    assertThat(Definition.checkScript("a".repeat(1 << 20))).hasSize(1 << 20);
    assertThatThrownBy(() -> Definition.checkScript("é".repeat((1 << 19) + 1)))
        .hasMessageContaining("1 MiB");
  }

  @Test
  void aBlankScriptIsNone() {
    assertThatThrownBy(() -> Definition.checkScript(" \n\t")).hasMessageContaining("not blank");
  }

  @Test
  void aNameThatTheDatabaseCannotKeepIsRefused() {
    assertThatThrownBy(() -> Definition.checkName("a\0b")).hasMessageContaining("NUL");
    assertThatThrownBy(() -> MachineDescription.checkName("a\0b")).hasMessageContaining("NUL");
  }

  @Test
  void aScriptThatTheDatabaseCannotKeepIsRefused() {
    assertThatThrownBy(() -> Definition.checkScript("a\0b")).hasMessageContaining("NUL");
  }

  @Test
  void aDraftRunsAndAnArchivedTestDoesNot() {
    LoadTest draft =
        LoadTest.define(TenantId.single(), definition(Tool.K6), TestStatus.DRAFT, Instant.EPOCH);
    draft.requireRunnable();
    LoadTest archived = draft.marked(TestStatus.ARCHIVED);
    assertThatThrownBy(archived::requireRunnable).isInstanceOf(Conflict.class);
  }

  @Test
  void theToolIsFixedForGood() {
    LoadTest test =
        LoadTest.define(TenantId.single(), definition(Tool.K6), TestStatus.DRAFT, Instant.EPOCH);
    assertThatThrownBy(() -> test.defined(definition(Tool.JMETER)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void loadHasARange() {
    assertThat(new Load(OptionalInt.of(1), Optional.of(Duration.ofDays(7)))).isNotNull();
    assertThatThrownBy(() -> Load.checkUsers(0)).hasMessageContaining("1 to 1000000");
    assertThatThrownBy(() -> Load.checkDuration(Duration.ofMillis(999))).hasMessageContaining("1s");
  }

  @Test
  void limitsHaveARange() {
    assertThat(Limits.DEFAULT).isEqualTo(new Limits(Duration.ofHours(24), Duration.ofMinutes(1)));
    assertThat(Limits.checkContact(Duration.ofSeconds(10))).hasSeconds(10);
    assertThat(Limits.checkContact(Duration.ofHours(1))).hasHours(1);
    assertThatThrownBy(() -> Limits.DEFAULT.withContact(Duration.ofMillis(9_999)))
        .hasMessageContaining("10s to 1h");
    assertThatThrownBy(() -> Limits.DEFAULT.withContact(Duration.ofMillis(3_600_001)))
        .hasMessageContaining("10s to 1h");
    assertThatThrownBy(() -> Limits.DEFAULT.withTime(Duration.ZERO)).hasMessageContaining("1s");
  }

  @Test
  void dataFilesHaveBoundsTogether() {
    DataContent half = new DataContent(new byte[DataFile.MOST_BYTES / 2]);
    DataFile file = half.as("a", Split.WHOLE);
    Definition two = definition(Tool.K6).reading(List.of(file, half.as("b", Split.DIVIDED)));
    assertThat(two.dataFiles()).hasSize(2);
    DataFile more = new DataContent(new byte[1]).as("c", Split.WHOLE);
    assertThatThrownBy(() -> two.reading(List.of(file, half.as("b", Split.DIVIDED), more)))
        .hasMessageContaining("5 MiB");
    assertThatThrownBy(() -> two.reading(Collections.nCopies(21, more)))
        .hasMessageContaining("at most 20");
    assertThatThrownBy(() -> two.reading(List.of(more, more))).hasMessageContaining("in the way");
  }

  @Test
  void aDataFileIsInsideOfTheWorkDirectory() {
    assertThat(DataFile.checkName("lib/users.csv")).isEqualTo("lib/users.csv");
    for (String wrong :
        List.of(
            "",
            " ",
            "/etc/passwd",
            "..",
            "../a",
            "a/../../b",
            "a/./b",
            "a//b",
            "a/",
            "a\nb",
            "a\0b")) {
      assertThatThrownBy(() -> DataFile.checkName(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("relative path");
    }
  }

  private static Definition definition(Tool tool) {
    return new Definition("n", tool, "s", Load.BY_SCRIPT, Limits.DEFAULT.time());
  }
}
