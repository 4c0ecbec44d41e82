package ru.perfscale.hooks.gatling;

import io.gatling.charts.stats.LogFileData;
import io.gatling.charts.stats.LogFileReader$;
import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.commons.stats.assertion.AssertionPath;
import io.gatling.commons.stats.assertion.CountMetric;
import io.gatling.commons.stats.assertion.Target;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.shared.model.assertion.AssertionMessage$;
import io.gatling.shared.model.assertion.AssertionResult;
import io.gatling.shared.model.assertion.AssertionValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** The pass/fail rules of a simulation, as Gatling judges them from its own log of the run. */
final class Assertions {
  private Assertions() {}

  /** Whether one of them is on the failed (or the successful) among all requests. */
  static boolean judgeErrors(Iterable<Assertion> assertions) {
    for (Assertion assertion : CollectionConverters.asJava(assertions)) {
      CountMetric metric =
          switch (assertion.target()) {
            case Target.Count count -> count.metric();
            case Target.Percent percent -> percent.metric();
            default -> null;
          };
      if (metric != null
          && metric != CountMetric.AllRequests$.MODULE$
          && !(assertion.path() instanceof AssertionPath.Details)) {
        return true;
      }
    }
    return false;
  }

  /** What does not hold, in Gatling's words. */
  static List<String> failed(String runId, Path results, GatlingConfiguration configuration) {
    LogFileData log = LogFileReader$.MODULE$.apply(runId, results, configuration).read();
    List<String> failed = new ArrayList<>();
    for (AssertionResult result :
        CollectionConverters.asJava(
            new AssertionValidator(log).validateAssertions(log.assertions()))) {
      if (!result.success()) {
        failed.add(
            AssertionMessage$.MODULE$.message(result.assertion()) + " (" + why(result) + ")");
      }
    }
    return failed;
  }

  private static String why(AssertionResult result) {
    return switch (result) {
      case AssertionResult.Resolved resolved -> "actual: " + resolved.actualValue();
      case AssertionResult.ResolutionError unresolved -> unresolved.error();
      default -> result.toString();
    };
  }
}
