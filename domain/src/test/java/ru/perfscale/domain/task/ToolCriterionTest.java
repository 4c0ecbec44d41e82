package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCriterionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "p95",
        "p99.999999",
        "p100",
        "p0.5",
        "min",
        "mean",
        "max",
        "error_rate",
        "rps",
        "count",
        "errors"
      })
  void figuresHaveTheseNames(String figure) {
    assertThat(ToolCriterion.isFigure(figure)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"p0", "p0.0", "p101", "p100.5", "p1e9", "p-1", "P95", "avg", "", "p", "p."})
  void nothingElseIsAFigure(String figure) {
    assertThat(ToolCriterion.isFigure(figure)).isFalse();
    assertThatThrownBy(
            () ->
                new ToolCriterion(
                    "x",
                    new ToolCriterion.Requests(
                        Series.Kind.HTTP, Optional.empty(), Optional.empty()),
                    figure,
                    "<",
                    BigDecimal.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
