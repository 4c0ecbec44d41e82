package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.DataFile.Split;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** What a run of k6 is given from outside: a share, parameters, data files; and bad scripts. */
class K6ShareTest {
  private final Target target = new Target();
  private TestEngine engine;

  @BeforeEach
  void startEngine() {
    var k6 = Tools.k6();
    engine = new TestEngine(tool -> new ToolInstallation(tool, "2.2.0", k6));
  }

  @AfterEach
  void close() {
    target.close();
    if (engine != null) {
      engine.close();
    }
  }

  private RunSpec.Builder script(String text) {
    return RunSpec.builder("k6", text).environment("TARGET", target.url());
  }

  private static final String GET =
      "import http from 'k6/http';"
          + "export default function () { http.get(__ENV.TARGET + '/'); }";

  @Test
  void theSharesOfALoadAddUpToTheWhole() throws Exception {
    String options =
        """
        export const options = { scenarios: {
          shared: { executor: 'shared-iterations', vus: 4, iterations: 100 },
          each: { executor: 'per-vu-iterations', vus: 5, iterations: 7 } } };
        """;
    long sum = 0;
    for (int part = 1; part <= 3; part++) {
      RunResult result = engine.run(script(GET + options).share(new Share(part, 3)));
      assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
      assertThat(result.counts().samples()).isPositive();
      sum += result.counts().samples();
    }

    assertThat(sum).isEqualTo(135).isEqualTo(target.requests.get());
  }

  @Test
  void usersFromOutsideAreDividedToo() throws Exception {
    String count =
        "import http from 'k6/http'; import exec from 'k6/execution'; import { sleep } from 'k6';"
            + "export default function () {"
            + " http.get(`${__ENV.TARGET}/${exec.vu.idInTest}`, {tags: {name: String(exec.vu.idInTest)}});"
            + " sleep(1); }";
    int users = 0;
    for (int part = 1; part <= 2; part++) {
      RunResult result =
          engine.run(
              script(count).users(5).duration(Duration.ofSeconds(1)).share(new Share(part, 2)));
      assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
      users += result.summary().labels().size();
    }

    assertThat(users).isEqualTo(5);
  }

  @Test
  void parametersSecretsAndDataFilesReachTheScript() throws Exception {
    String secret = "secret-" + UUID.randomUUID();
    Path users = engine.directory.resolve("u.csv");
    Files.writeString(users, "name\nann\nbob\n");
    Path library = engine.directory.resolve("l.js");
    Files.writeString(library, "export const path = '/from-library';");

    RunResult result =
        engine.run(
            script(
                    """
                    import http from 'k6/http';
                    import { path } from './lib/path.js';
                    const users = open('./users.csv').trim().split('\\n').slice(1);
                    if (__ENV.TOKEN.length < 20) { throw new Error('no token') }
                    console.log('token ' + __ENV.TOKEN);
                    export default function () {
                      users.forEach((user) => http.get(__ENV.TARGET + path + __ENV.QUERY + user));
                    }
                    """)
                .parameter("QUERY", "?user=")
                .secret("TOKEN", secret)
                .dataFile(new DataFile("users.csv", users, Split.WHOLE))
                .dataFile(new DataFile("lib/path.js", library, Split.WHOLE)));

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.summary().labels())
        .containsOnlyKeys(
            target.url() + "/from-library?user=ann", target.url() + "/from-library?user=bob");
    assertThat(result.log().text()).contains("token ***").doesNotContain(secret);
  }

  @Test
  void whatCannotRunIsAScriptErrorInK6sWordsAndSendsNothing() throws Exception {
    assertRefused(GET + "import { x } from './missing.js';", "missing.js");
    assertRefused(GET + "const data = open('./missing.csv');", "missing.csv");
    assertRefused(
        "<?xml version=\"1.0\"?><jmeterTestPlan version=\"1.2\"/>",
        "script.js: Line 1:",
        "This looks like a script of jmeter, but the tool is k6");
    assertRefused(
        "from locust import HttpUser\nclass U(HttpUser):\n    pass\n",
        "This looks like a script of locust, but the tool is k6");
    assertRefused("import http from 'k6/http'; http.get('" + target.url() + "');", "init context");
    assertThat(target.requests).hasValue(0);
  }

  private void assertRefused(String text, String... words) throws Exception {
    RunResult result = engine.run(script(text));
    assertThat(result.end()).as(text).isEqualTo(End.FAILED);
    assertThat(result.verdict()).as(result.message()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(result.message()).contains(words);
    assertThat(result.counts().samples()).isZero();
  }
}
