package ru.perfscale.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("ru.perfscale");

  /** Classes in test sources that break each rule on purpose. */
  private static final JavaClasses VIOLATIONS =
      new ClassFileImporter()
          .importPackages(
              "ru.perfscale.domain.violation",
              "ru.perfscale.application.violation",
              "ru.perfscale.agent.violation",
              "ru.perfscale.runner.engine.violation",
              "ru.perfscale.adapters.http.violation",
              "ru.perfscale.adapters.persistence",
              "ru.perfscale.cycle.one",
              "ru.perfscale.cycle.two");

  @ParameterizedTest
  @EnumSource(Rules.class)
  void theCodeKeepsEveryRule(Rules kept) {
    kept.rule.check(PRODUCTION);
  }

  @ParameterizedTest
  @EnumSource(Rules.class)
  void aViolationOfTheRuleIsNoticed(Rules broken) {
    assertThat(broken.rule.evaluate(VIOLATIONS).hasViolation()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain",
        "application",
        "adapters.http",
        "adapters.persistence",
        "adapters.keycloak",
        "agent",
        "runner.engine",
        "bootstrap"
      })
  void everyPackageThatARuleNamesHasClasses(String name) {
    assertThat(inPackage(name)).isNotEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(
            PRODUCTION.stream()
                .map(type -> type.getPackageName())
                .distinct()
                .filter(name -> !PRODUCTION.contain(name + ".package-info")))
        .isEmpty();
  }

  private static Stream<String> inPackage(String name) {
    String prefix = "ru.perfscale." + name + ".";
    return PRODUCTION.stream().map(type -> type.getName()).filter(type -> type.startsWith(prefix));
  }
}
