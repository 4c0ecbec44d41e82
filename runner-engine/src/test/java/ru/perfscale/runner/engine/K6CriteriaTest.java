package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.criteria.ToolCriterion;
import ru.perfscale.runner.engine.criteria.ToolJudgement;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Who judges the thresholds of a k6 script, and what comes of it. */
class K6CriteriaTest {
  private static final String REQUESTS =
      """
      import http from 'k6/http';
      export function setup() { http.get(__ENV.TARGET + '/setup'); }
      export default function () {
        http.get(__ENV.TARGET + '/a', { tags: { name: 'quick' } });
        http.get('http://127.0.0.1:1/', { tags: { name: 'refused' } });
      }
      """;

  private final Target target = new Target();
  private TestEngine engine;

  @BeforeEach
  void startEngine() {
    var k6 = Tools.k6();
    engine = new TestEngine(tool -> new ToolInstallation(tool, "2.2.0", k6, Map.of(), Set.of()));
  }

  @AfterEach
  void close() {
    target.close();
    if (engine != null) {
      engine.close();
    }
  }

  private RunResult run(String options) throws Exception {
    return engine.run(script(options));
  }

  private RunSpec.Builder script(String options) {
    return RunSpec.builder("k6", REQUESTS + "export const options = {" + options + "};")
        .environment("TARGET", target.url());
  }

  @Test
  void thresholdsOnWhatIsMeasuredAreJudgedByTheEngine() throws Exception {
    RunResult result =
        run(
            """
            iterations: 20, vus: 2, thresholds: {
              http_req_duration: ['p(95)<60000', 'max<0.001'],
              'http_req_duration{name:quick,expected_response:true}': ['avg>0'],
              'http_req_failed{name:refused}': ['rate<0.5'],
              'http_req_failed{name:quick}': ['rate<0.5'],
              http_reqs: ['count==41', 'rate>0'],
              grpc_req_duration: ['max<1'] }""");

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.exitCode()).hasValue(0);
    assertThat(result.message())
        .matches(
            "http_req_duration max<0\\.001 was crossed: [0-9.]+ ms\n"
                + "http_req_failed\\{name:refused} rate<0\\.5 was crossed: 100 %");
    assertThat(result.toolCriteria())
        .extracting(judgement -> judgement.criterion().text(), ToolJudgement::passed)
        .hasSize(8)
        .contains(tuple("http_reqs count==41", true), tuple("grpc_req_duration max<1", true));
    assertThat(result.judgesErrors()).isTrue();
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void thresholdsThatHoldPass() throws Exception {
    RunResult result = run("iterations: 5, thresholds: { http_req_duration: ['p(95)<60000'] }");

    assertThat(result.verdict()).as(result.message()).isEqualTo(ToolVerdict.PASSED);
    assertThat(result.message()).isEqualTo("k6 ended with exit code 0");
    assertThat(result.judgesErrors()).isFalse();
    assertThat(result.toolCriteria()).extracting(ToolJudgement::passed).containsExactly(true);
  }

  @Test
  void aThresholdOnAnythingElseLeavesAllOfThemToK6AndIsAWarning() throws Exception {
    RunResult result =
        run(
            """
            iterations: 5, thresholds: {
              http_req_duration: ['max<0.001'], iterations: ['count>1'] }""");

    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.exitCode()).hasValue(99);
    assertThat(result.message()).contains("http_req_duration");
    assertThat(result.toolCriteria()).isEmpty();
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("k6 judged the thresholds itself", "keeps them all in memory");
  }

  @Test
  void aThresholdThatIsWrongIsAScriptErrorAsK6SaysIt() throws Exception {
    RunResult result = run("iterations: 5, thresholds: { http_reqs: ['p(95)<3'] }");

    assertThat(result.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.message()).contains("http_reqs", "unsupported aggregation method p");
    assertThat(target.requests).hasValue(0);
  }

  @Test
  void abortOnFailEndsTheRunAndSaysWhy() throws Exception {
    List<SecondSnapshot> seconds = new CopyOnWriteArrayList<>();
    RunResult result =
        engine.run(
            script(
                """
                vus: 1, duration: '10m', thresholds: {
                  http_req_failed: [{ threshold: 'rate<0.1', abortOnFail: true,
                    delayAbortEval: '1s' }] }"""),
            seconds::add);

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    assertThat(result.message())
        .matches(
            "http_req_failed rate<0\\.1 was crossed: [0-9.]+ % after [0-9]+ s, "
                + "and the script has the run end then");
    assertThat(result.stop().askedAt()).isPresent();
    assertThat(result.stop().nothingLeft()).isTrue();
    // The delay of one second is over when the second second is.
    long measured = seconds.stream().filter(second -> !second.series().isEmpty()).count();
    assertThat(measured).isGreaterThanOrEqualTo(2);
  }

  @Test
  void thePartsOfALoadCanBeJudgedTogether() throws Exception {
    String options = "iterations: 10, vus: 4, thresholds: { http_reqs: ['count==22'] }";
    RunResult first = engine.run(script(options).share(new Share(1, 2)));
    RunResult second = engine.run(script(options).share(new Share(2, 2)));

    assertThat(first.verdict()).isEqualTo(ToolVerdict.CRITERION_FAILED);
    ToolCriterion criterion = first.toolCriteria().getFirst().criterion();
    List<LatencySnapshot> together =
        List.of(first, second).stream().flatMap(result -> result.totals().stream()).toList();
    assertThat(criterion.judge(together, first.latency()).passed()).isTrue();
  }
}
