package ru.perfscale.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfscaleCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "up --help",
        "demo -h",
        "serve --help",
        "agent --help",
        "tools --help",
        "tools install --help",
        "run --help",
        "report --help",
        "doctor --help",
        "tools export --help",
        "tools import --help",
        "version --help"
      })
  void everyCommandExplainsItself(String line) {
    assertThat(PerfscaleCommand.execute(line.split(" "))).isZero();
  }
}
