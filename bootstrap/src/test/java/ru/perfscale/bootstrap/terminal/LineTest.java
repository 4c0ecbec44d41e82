package ru.perfscale.bootstrap.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void isCutWithoutTearingAnEscapeSequence() {
    Line line = new Line().add(Style.RED, "red").add(" and ").add(Style.BOLD, "bold");
    assertThat(line.width()).isEqualTo(12);
    assertThat(line.render(true, 9)).isEqualTo("\033[31mred\033[0m and \033[1mb\033[0m");
    assertThat(line.render(false, 5)).isEqualTo("red a");
  }

  @Test
  void nothingInALabelReachesTheTerminalAsACommand() {
    assertThat(new Line().add("a\033[2Jb\r\nc\u009b1m").toString()).isEqualTo("a�[2Jb��c�1m");
  }

  @Test
  void aShortenedTextSaysSo() {
    assertThat(Line.shortened("GET /catalogue", 8)).isEqualTo("GET /ca…");
    assertThat(Line.shortened("GET /", 8)).isEqualTo("GET /");
    assertThat(Line.shortened("😀😀😀", 2)).isEqualTo("😀…");
  }
}
