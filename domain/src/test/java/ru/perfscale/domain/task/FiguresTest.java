package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0,10,0",
    "10,10,1",
    "1,10000000,0.000001",
    "9999999,10000000,0.999999",
    "1,3,0.333333"
  })
  void anErrorRateIsRoundedToZeroOrOneOnlyWhenItIsThat(long errors, long all, double rate) {
    assertThat(Figures.errorRate(errors, all)).isEqualTo(rate);
  }

  @ParameterizedTest
  @CsvSource({"6900,30000000000,230", "2305,10000000000,230.5", "12345678,10000000000,1234568"})
  void aRateHasOneDecimalBelowAThousand(long requests, long span, double rate) {
    assertThat(Figures.requestsPerSec(requests, span)).hasValue(rate);
  }

  @Test
  void noTimeHasNoRate() {
    assertThat(Figures.requestsPerSec(1, 0)).isEmpty();
  }

  @Test
  void addingTalliesIsTheSameInAnyOrder() {
    Tally a = new Tally(3, 1, 30, 10, 20, new Tally.Span(5, 50));
    Tally b = new Tally(2, 0, 9, 4, 5, new Tally.Span(1, 40));
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b)).isEqualTo(new Tally(5, 1, 39, 4, 20, new Tally.Span(1, 50)));
    assertThat(a.plus(Tally.NONE)).isEqualTo(a);
    assertThat(Tally.NONE.span().nanos()).isZero();
  }
}
