package ru.perfscale.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What may know what. Each rule is named for what it keeps out. */
enum Rules {
  DOMAIN_USES_THE_JDK_ONLY(only("domain", List.of())),
  APPLICATION_USES_DOMAIN_AND_THE_JDK_ONLY(only("application", List.of("domain"))),
  ADAPTERS_DO_NOT_KNOW_EACH_OTHER(
      slices().matching("ru.perfscale.adapters.(*)..").should().notDependOnEachOther()),
  RUNNER_ENGINE_KNOWS_NO_OTHER_MODULE(
      noClasses()
          .that()
          .resideInAPackage("ru.perfscale.runner.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ru.perfscale.domain..",
              "ru.perfscale.application..",
              "ru.perfscale.adapters..",
              "ru.perfscale.agent..",
              "ru.perfscale.bootstrap..")),
  AGENT_KNOWS_THE_CONTROL_PLANE_BY_HTTP_ONLY(
      noClasses()
          .that()
          .resideInAPackage("ru.perfscale.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ru.perfscale.domain..",
              "ru.perfscale.application..",
              "ru.perfscale.adapters..",
              "ru.perfscale.bootstrap..")),
  ONLY_RUNNER_ENGINE_SEES_HDR_HISTOGRAM(
      noClasses()
          .that()
          .resideOutsideOfPackage("ru.perfscale.runner.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.HdrHistogram..")),
  NOBODY_KNOWS_BOOTSTRAP(
      noClasses()
          .that()
          .resideOutsideOfPackage("ru.perfscale.bootstrap..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ru.perfscale.bootstrap..")),
  SERVERS_READ_NO_SYSTEM_CLOCK(
      noClasses()
          .that()
          .resideInAnyPackage(
              "ru.perfscale.application..",
              "ru.perfscale.adapters.http..",
              "ru.perfscale.adapters.persistence..",
              "ru.perfscale.bootstrap.wiring..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")),
  PACKAGES_HAVE_NO_CYCLES(slices().assignedFrom(new Packages()).should().beFreeOfCycles());

  final ArchRule rule;

  Rules(ArchRule rule) {
    this.rule = rule;
  }

  private static ArchRule only(String ring, List<String> inner) {
    List<String> allowed = new ArrayList<>(List.of("java..", "ru.perfscale." + ring + ".."));
    inner.forEach(name -> allowed.add("ru.perfscale." + name + ".."));
    return classes()
        .that()
        .resideInAPackage("ru.perfscale." + ring + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new));
  }

  /**
   * Each package is a slice. The engine's front door is one of its own: it stands among the types
   * that a user of the library meets, and hands over to the internals, which use those types. A
   * run's result and the packages of its figures and judgements are one: each speaks of the others.
   */
  private static final class Packages implements SliceAssignment {
    private static final String ENGINE = "ru.perfscale.runner.engine";
    private static final String FRONT_DOOR = ENGINE + ".LoadEngine";
    private static final Set<String> OF_RESULTS = Set.of(ENGINE + ".summary", ENGINE + ".criteria");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      if (!type.getPackageName().startsWith("ru.perfscale.")) {
        return SliceIdentifier.ignore();
      }
      if (type.getName().startsWith(FRONT_DOOR)) {
        return SliceIdentifier.of(FRONT_DOOR);
      }
      return SliceIdentifier.of(
          OF_RESULTS.contains(type.getPackageName()) ? ENGINE : type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
