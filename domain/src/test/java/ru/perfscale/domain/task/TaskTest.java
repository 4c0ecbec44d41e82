package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;

class TaskTest {
  private static final Instant NOW = Instant.parse("2026-01-15T10:05:00Z");
  private static final Definition DEFINITION =
      new Definition("n", Tool.K6, "s", Load.BY_SCRIPT, Limits.DEFAULT.time());
  private static final LoadTest TEST =
      LoadTest.define(TenantId.single(), DEFINITION, TestStatus.DRAFT, NOW);

  private final Task pending = Task.submit(TEST.tenant(), Plan.of(TEST, "demo", NOW));

  @Test
  void waitsSaysWhyAndStartsOnce() {
    Task waiting = pending.waitingFor("no machine is online");
    assertThat(waiting.progress().pendingReason()).contains("no machine is online");
    Task running = waiting.started(NOW);
    assertThat(running.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(running.progress().pendingReason()).isEmpty();
    assertThat(running.startedAt()).contains(NOW);
    assertThatThrownBy(() -> running.started(NOW)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> running.waitingFor("x")).isInstanceOf(Conflict.class);
  }

  @Test
  void aSecondCancelKeepsTheFirstOnesInstant() {
    Task cancelled = pending.cancelRequested(NOW).cancelRequested(NOW.plusSeconds(5));
    assertThat(cancelled.progress().cancelRequestedAt()).contains(NOW);
    assertThat(cancelled.status()).isEqualTo(TaskStatus.PENDING);
  }

  @Test
  void endsOnceWithItsReasons() {
    Verdict failed = Verdict.failed(Reason.Code.SCRIPT_ERROR, "line 3");
    Task ended = pending.started(NOW).ended(failed, Findings.NONE_YET, NOW.plusSeconds(1));
    assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(ended.progress().finishedAt()).contains(NOW.plusSeconds(1));
    assertThat(ended.findings().reasons()).isEqualTo(failed.reasons());
    assertThatThrownBy(() -> ended.ended(Verdict.cancelled(), Findings.NONE_YET, NOW))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> ended.cancelRequested(NOW))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("has ended as failed");
  }

  @Test
  void lateFiguresChangeNothingElse() {
    Task ended =
        pending.started(NOW).ended(Verdict.cancelled(), Findings.NONE_YET, NOW.plusSeconds(1));
    Task measured = ended.measured(Figures.NONE);
    assertThat(measured.progress()).isEqualTo(ended.progress());
  }
}
