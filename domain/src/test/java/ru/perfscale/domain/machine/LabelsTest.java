package ru.perfscale.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  @ParameterizedTest
  @ValueSource(strings = {"zone", "a", "disk.kind", "example.com/rack_7", "A-1"})
  void aKeyIsAWordOfAFewKindsOfCharacters(String key) {
    assertThat(Labels.of(Map.of(key, "")).values()).containsEntry(key, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a.", "a b", "\u00e4", "a\0", "x{64}"})
  void anyOtherKeyIsRefused(String key) {
    String given = key.equals("x{64}") ? "x".repeat(64) : key;

    assertThatThrownBy(() -> Labels.of(Map.of(given, "v")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must have keys of 1 to 63 letters");
  }

  @Test
  void thereAreSoManyAndValuesAreSoLong() {
    Map<String, String> many =
        IntStream.rangeClosed(1, 33).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));

    assertThatThrownBy(() -> Labels.of(many)).hasMessage("must be at most 32 labels, not 33");
    assertThatThrownBy(() -> Labels.of(Map.of("k", "v".repeat(64))))
        .hasMessageStartingWith("must have values of at most 63 characters");
  }
}
