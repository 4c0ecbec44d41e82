package ru.perfscale.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void textThatFitsStaysAsItIs() {
    assertThat(Excerpt.end("ошибка\n", 13)).isEqualTo("ошибка\n");
    assertThat(Excerpt.beginning("ошибка\n", 13)).isEqualTo("ошибка\n");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    String text = "я".repeat(100);
    assertThat(Excerpt.end(text, 9)).isEqualTo("яяяя");
    assertThat(Excerpt.beginning(text, 9)).isEqualTo("яяяя");
    assertThat(Excerpt.end("😀".repeat(9), 10).getBytes(StandardCharsets.UTF_8)).hasSize(8);
  }

  @Test
  void aTailStartsWithAWholeLine() {
    assertThat(Excerpt.end("first line\nsecond line\nthird\n", 15)).isEqualTo("third\n");
    assertThat(Excerpt.end("a line that is far too long\n", 10)).isEqualTo(" too long\n");
  }

  @Test
  void whatNoDatabaseTakesIsReplaced() {
    assertThat(Excerpt.end("a\0b\uD800", 100)).isEqualTo("a\uFFFDb?");
  }
}
