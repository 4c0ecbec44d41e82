package ru.perfscale.adapters.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  private static String write(Consumer<JsonOutput> members) {
    return new String(JsonOutput.object(members), StandardCharsets.UTF_8);
  }

  @Test
  void numbersHaveNoNeedlessDecimalsAndNoExponent() {
    assertThat(
            write(
                json ->
                    json.number("a", OptionalDouble.of(142))
                        .number("b", OptionalDouble.of(0.000001))
                        .number("c", OptionalDouble.of(12_345_678))
                        .number("d", Optional.of(new BigDecimal("1E+3")))
                        .number("e", Optional.of(new BigDecimal("0.500")))
                        .number("f", OptionalDouble.of(0))))
        .isEqualTo("{\"a\":142,\"b\":0.000001,\"c\":12345678,\"d\":1000,\"e\":0.5,\"f\":0}");
  }

  @Test
  void instantsHaveSecondsOrMilliseconds() {
    assertThat(
            write(
                json ->
                    json.time("a", Instant.parse("2025-01-15T10:05:00Z"))
                        .time("b", Instant.parse("2025-01-15T10:05:00.123456789Z"))
                        .time("c", Instant.parse("2025-01-15T10:05:00.1Z"))))
        .isEqualTo(
            "{\"a\":\"2025-01-15T10:05:00Z\",\"b\":\"2025-01-15T10:05:00.123Z\","
                + "\"c\":\"2025-01-15T10:05:00.100Z\"}");
  }

  @Test
  void whatIsNotThereIsNull() {
    assertThat(
            write(
                json ->
                    json.text("a", Optional.empty())
                        .number("b", OptionalInt.empty())
                        .number("c", OptionalDouble.empty())
                        .time("d", Optional.empty())
                        .object("e", Optional.empty(), (inner, value) -> {})))
        .isEqualTo("{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null}");
  }
}
