package ru.perfscale.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The example's promise: it fails when the target is slow, and says by how much. */
class SlowShopFailsTheBuildTest {
  @AfterEach
  void fastAgain() {
    System.clearProperty("shop.thinking");
  }

  @Test
  void theTestFailsWithTheMeasuredPercentile() {
    System.setProperty("shop.thinking", "400");
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(CheckoutLatencyTest.class))
            .build();

    LauncherFactory.create().execute(request, listener);

    TestExecutionSummary summary = listener.getSummary();
    assertThat(summary.getTestsStartedCount()).isEqualTo(1);
    assertThat(summary.getFailures()).hasSize(1);
    assertThat(summary.getFailures().getFirst().getException())
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s).*p95 is [4-9]\\d\\d(\\.\\d+)? ms, criterion p95 < 250ms.*");
  }
}
