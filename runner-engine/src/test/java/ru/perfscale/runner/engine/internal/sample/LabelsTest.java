package ru.perfscale.runner.engine.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabelsTest {
  private final Labels labels = new Labels();

  static List<String> vectors() throws IOException {
    try (var in = LabelsTest.class.getResourceAsStream("/vectors/labels/labels.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private int number(byte[] text) {
    return labels.number(text, 0, text.length);
  }

  private int number(String text) {
    return number(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aLabelBecomesWhatTheVectorSays(String line) {
    String[] fields = line.split("\t");
    byte[] kept = HexFormat.of().parseHex(fields[1]);

    int number = number(HexFormat.of().parseHex(fields[0]));

    assertThat(labels.name(number).getBytes(StandardCharsets.UTF_8)).isEqualTo(kept);
    assertThat(kept.length).isLessThanOrEqualTo(256);
  }

  @Test
  void twoFormsOfTheSameTextAreOneLabel() {
    assertThat(number("e\u0301")).isEqualTo(number("\u00e9"));
  }

  @Test
  void knownLabelsKeepTheirNumbersWhenTheTableIsFull() {
    int kelvin = number("\u212a");
    for (int i = 0; i < 2_000; i++) {
      number("l" + i);
    }

    assertThat(number("K")).as("the normal form of the Kelvin sign").isEqualTo(kelvin);
    assertThat(labels.name(number("l998"))).isEqualTo("l998");
    assertThat(labels.name(number("l999"))).isEqualTo("other");
    assertThat(labels.name(number("neu\u00e9"))).isEqualTo("other");
  }

  @Test
  void aLabelNamedOtherIsTheSameAsTheRest() {
    int other = number("other");
    for (int i = 0; i < 1_500; i++) {
      number("l" + i);
    }

    assertThat(number("l1400")).isEqualTo(other);
    assertThat(labels.name(number("l998"))).isEqualTo("l998");
  }

  @Test
  void invalidUtf8IsReplaced() {
    assertThat(labels.name(number(new byte[] {'a', (byte) 0xFF, 'b'}))).isEqualTo("a\uFFFDb");
  }
}
