package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.criteria.Comparator;
import ru.perfscale.runner.engine.criteria.Metric;
import ru.perfscale.runner.engine.criteria.Metric.Name;
import ru.perfscale.runner.engine.criteria.Selection;
import ru.perfscale.runner.engine.criteria.ToolCriterion;

class K6ThresholdsTest {
  /** As k6 2.2.0 prints them. */
  private static final String PRINTED =
      """
        "thresholds": {
          "grpc_req_duration": [
            "med===3"
          ],
          "http_req_duration": [
            "p(95)\\u003c500",
            "avg \\u003c= 200.5",
            {
              "threshold": "p(99.9)\\u003e=1",
              "abortOnFail": true,
              "delayAbortEval": "1m1.5s"
            },
            {
              "threshold": "max\\u003e0",
              "abortOnFail": true,
              "delayAbortEval": null
            }
          ],
          "http_req_duration{expected_response:false, name:GET /a?b=1\\u0026c}": [
            "min==7"
          ],
          "http_req_failed{name:http://host:80/x}": [
            "rate\\u003c0.01"
          ],
          "http_reqs": [
            "count\\u003e1",
            "rate\\u003e=2"
          ],
          "ws_session_duration": []
        },
      """;

  private static List<ToolCriterion> read(String printed) {
    return K6Thresholds.read(printed.lines().toList());
  }

  @Test
  void everyThresholdIsReadAsTheScriptHasIt() throws Exception {
    String joined = PRINTED.replace("\n", "");
    assertThat(understood(List.of(joined))).containsExactly(joined);
    List<ToolCriterion> criteria = read(PRINTED);

    assertThat(criteria)
        .extracting(ToolCriterion::text)
        .containsExactly(
            "grpc_req_duration med===3",
            "http_req_duration p(95)<500",
            "http_req_duration avg <= 200.5",
            "http_req_duration p(99.9)>=1",
            "http_req_duration max>0",
            "http_req_duration{expected_response:false, name:GET /a?b=1&c} min==7",
            "http_req_failed{name:http://host:80/x} rate<0.01",
            "http_reqs count>1",
            "http_reqs rate>=2");
    assertThat(criteria)
        .extracting(ToolCriterion::metric)
        .containsExactly(
            new Metric.Percentile(50),
            new Metric.Percentile(95),
            new Metric.Named(Name.MEAN),
            new Metric.Percentile(99.9),
            new Metric.Named(Name.MAX),
            new Metric.Named(Name.MIN),
            new Metric.Named(Name.ERROR_RATE),
            new Metric.Named(Name.COUNT),
            new Metric.Named(Name.RPS));
    assertThat(criteria.get(3).abortAfter()).contains(Duration.ofMillis(61_500));
    assertThat(criteria.get(4).abortAfter()).contains(Duration.ZERO);
    assertThat(criteria.get(5))
        .isEqualTo(
            new ToolCriterion(
                "http_req_duration{expected_response:false, name:GET /a?b=1&c} min==7",
                new Selection(Kind.HTTP, Optional.of("GET /a?b=1&c"), Optional.of(Outcome.ERROR)),
                new Metric.Named(Name.MIN),
                Comparator.EQUAL,
                new BigDecimal("7"),
                Optional.empty()));
    assertThat(criteria.getFirst().requests().kind()).isEqualTo(Kind.GRPC);
  }

  /** What is refused stays in k6, which judges it or says what is wrong with it. */
  private static final List<String> REFUSED =
      List.of(
          "\"checks\": [ \"rate\\u003e0.9\" ]",
          "\"my_trend\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_waiting\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration{method:GET}\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration{name:a,status:200}\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration{name:ä}\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration{name: a}\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration{name:}\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration{expected_response:yes}\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_duration\": [ \"rate\\u003c3\" ]",
          "\"http_req_duration\": [ \"p(0)\\u003c3\" ]",
          "\"http_req_duration\": [ \"p(101)\\u003c3\" ]",
          "\"http_req_duration\": [ \"p(95)!=3\" ]",
          "\"http_req_duration\": [ \"p(95)\\u003c-3\" ]",
          "\"http_req_duration\": [ \"p(95)\\u003c1e3\" ]",
          "\"http_req_duration\": [ \"count\\u003e3\" ]",
          "\"http_reqs\": [ \"p(95)\\u003c3\" ]",
          "\"http_req_failed\": [ \"count\\u003c3\" ]",
          "\"http_reqs\": [ \"count\\u003e3\" ], \"checks\": [ \"rate\\u003e0.9\" ]");

  @Test
  void whatTheEngineCannotJudgeIsRefused() throws Exception {
    List<String> printed =
        REFUSED.stream().map(entry -> "  \"thresholds\": {    " + entry + "  },").toList();
    assertThat(understood(printed)).isEmpty();
  }

  @Test
  void linesOfAnythingElseAreAnError() {
    assertThatThrownBy(() -> read("root:x:0:0\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("root:x:0:0");
  }

  /** Those of some lines that the command by which k6 is started lets pass. */
  private static List<String> understood(List<String> lines) throws IOException {
    ProcessBuilder grep = new ProcessBuilder("grep", "-Ex", K6Thresholds.GRAMMAR);
    grep.environment().put("LC_ALL", "C");
    Process process = grep.start();
    try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
      input.write(String.join("\n", lines) + "\n");
    }
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      return output.lines().toList();
    }
  }
}
