package ru.perfscale.hooks.jmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jmeter.reporters.ResultCollector;
import org.apache.jorphan.collections.HashTree;
import org.apache.jorphan.collections.SearchByClass;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.hooks.launch.Share;

class PlanTest {
  @TempDir private Path directory;

  @BeforeAll
  static void load() {
    TestHome.load();
  }

  private HashTree plan(String text) throws IOException {
    HashTree plan = Plan.load(Files.writeString(directory.resolve("plan.jmx"), text));
    Requirements.requireSampler(plan);
    return plan;
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String plan, Share share) {
    return assertThatThrownBy(() -> Requirements.requireThreadsAndFiles(plan(plan), share))
        .isInstanceOf(PlanRefused.class);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String plan) {
    return assertRefused(plan, new Share(1, 1));
  }

  private static String sampler() {
    return Jmx.http("x", 1, "/");
  }

  @Test
  void malformedXmlIsNamedWithItsLine() {
    assertRefused("<?xml version=\"1.0\"?>\n<jmeterTestPlan><hashTree></jmeterTestPlan>")
        .hasMessageContaining("hashTree")
        .hasMessageContaining("line 2");
  }

  @Test
  void aScriptOfAnotherToolIsNoPlan() {
    assertRefused("import http from 'k6/http';\n")
        .hasMessageStartingWith("only whitespace content allowed before start tag and not i");
  }

  @Test
  void aPlanWithoutARequestIsRefused() {
    assertRefused("<jmeterTestPlan version=\"1.2\" properties=\"5.0\"><hashTree/></jmeterTestPlan>")
        .isNotNull();
    assertRefused(Jmx.plan(Jmx.fragment("unused", sampler()), Jmx.threads(1, "1")))
        .hasMessage("it has no enabled sampler in an enabled thread group");
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    assertRefused(Jmx.plan(Jmx.threads(1, "1", Jmx.csv("users.csv", "u"), sampler())))
        .hasMessageStartingWith("the CSV Data Set 'names' reads 'users.csv', which is not there");
    assertRefused(Jmx.plan(Jmx.threads(1, "1", Jmx.include("x.jmx"), sampler())))
        .hasMessage("the file 'x.jmx' of the Include Controller 'steps' cannot be read");

    Files.writeString(directory.resolve("users.csv"), "ann");
    Requirements.requireThreadsAndFiles(
        plan(Jmx.plan(Jmx.threads(1, "1", Jmx.csv("users.csv", "u"), sampler()))), new Share(1, 1));
  }

  @Test
  void aFileThatAGroupBeforeTheLoadMayMakeIsNotMissed() throws Exception {
    HashTree plan =
        plan(
            Jmx.plan(
                Jmx.setUp(1, "1", sampler()),
                Jmx.threads(1, "1", Jmx.csv("users.csv", "u"), sampler())));
    Requirements.requireThreadsAndFiles(plan, new Share(1, 1));
    assertThat(plan).isNotEmpty();
  }

  @Test
  void aShareWithoutAThreadIsRefused() {
    assertRefused(Jmx.plan(Jmx.threads(0, "1", sampler())), new Share(2, 2))
        .hasMessage("share 2/2 has none of its threads; use fewer shares");
  }

  @Test
  void onlyListenersThatWriteElsewhereStay() throws Exception {
    HashTree plan =
        plan(
            Jmx.plan(
                Jmx.threads(1, "1", sampler(), Jmx.listeners(), Jmx.jtl(Path.of("relative.jtl"))),
                Jmx.jtl(Path.of("/elsewhere/run.jtl")),
                Jmx.jtl(Path.of("${__P(results)}"))));
    SearchByClass<ResultCollector> listeners = new SearchByClass<>(ResultCollector.class);
    plan.traverse(listeners);
    assertThat(listeners.getSearchResults())
        .extracting(ResultCollector::getFilename)
        .containsExactlyInAnyOrder("/elsewhere/run.jtl", "${__P(results)}");
  }
}
