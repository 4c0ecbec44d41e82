package ru.perfscale.runner.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Wherever it stands: near the beginning of the array it is read in another way. */
  private static long parse(String text, int scale) {
    long far = parse("12345678901234567890", text, scale);
    assertThat(parse("7", text, scale)).as(text).isEqualTo(far);
    return far;
  }

  private static long parse(String before, String text, int scale) {
    byte[] bytes = (before + text + "9,123456789").getBytes(StandardCharsets.UTF_8);
    int from = before.length();
    int to = from + text.getBytes(StandardCharsets.UTF_8).length;
    return Decimal.parse(bytes, from, to, scale);
  }

  @Test
  void everyNumberIsWhatBigDecimalMakesOfIt() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "-" : "");
      random.ints(1 + random.nextInt(20), 0, 10).forEach(text::append);
      if (random.nextBoolean()) {
        text.append('.');
        random.ints(random.nextInt(12), 0, 10).forEach(text::append);
      }
      int scale = random.nextInt(10);
      BigDecimal exact =
          new BigDecimal(text.toString())
              .movePointRight(scale)
              .setScale(0, RoundingMode.HALF_UP)
              .min(GREATEST)
              .max(GREATEST.negate());
      assertThat(parse(text.toString(), scale))
          .as("%s, scale %d, seed %d", text, scale, seed)
          .isEqualTo(exact.longValueExact());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        "1.2.3",
        "1e3",
        "12\u0001",
        "1234567 ",
        "+1",
        " 1",
        "1 ",
        "12345678x",
        "x12345678",
        "1234:678",
        "123456789/",
        "--1",
        "NaN",
        "1234567\u0661"
      })
  void whatIsNoNumberIsInvalid(String text) {
    assertThat(parse(text, 3)).isEqualTo(Decimal.INVALID);
  }
}
