package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.LogTail;

class K6MessageTest {
  private static String message(int exitCode, String log) {
    return new K6().message(exitCode, new LogTail(log, log.length(), 0));
  }

  @Test
  void theLastErrorOfTheLogIsTheMessage() {
    assertThat(
            message(
                107,
                """
                time="2026-11-24T05:46:38Z" level=error msg="earlier"
                time="2026-11-24T05:46:38Z" level=error msg="Error: \\"no\\"\\n\\tat x.js:1\\n" hint="y"
                time="2026-11-24T05:46:38Z" level=warning msg="not this"
                """))
        .isEqualTo("Error: \"no\"\n\tat x.js:1");
  }

  @Test
  void aFailureByTheScriptSaysWhy() {
    assertThat(
            message(
                110,
                """
                time="t" level=error msg="test marked as failed: bad"
                time="t" level=error msg="test run was marked as failed"
                """))
        .isEqualTo("test marked as failed: bad\ntest run was marked as failed");
  }

  @Test
  void withoutAnErrorTheLastLinesOrTheExitCodeSpeak() {
    assertThat(message(2, "a\nb\n\nc\nd\n")).isEqualTo("b\nc\nd");
    assertThat(message(2, "")).isEqualTo("k6 ended with exit code 2");
    assertThat(message(0, "anything")).isEqualTo("k6 ended with exit code 0");
  }

  @Test
  void onlyTestedVersionsAreSupported() {
    assertThat(K6.supports("2.2.0")).isTrue();
    assertThat(K6.supports("2.2.17")).isTrue();
    assertThat(K6.supports("2.20.0")).isFalse();
    assertThat(K6.supports("1.2.2.0")).isFalse();
  }
}
