package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.HealthTally.Worst;
import ru.perfscale.domain.task.Validity.Cause;
import ru.perfscale.domain.task.Validity.Doubt;
import ru.perfscale.domain.task.Validity.Generator;
import ru.perfscale.domain.task.Validity.Status;

class ValidityTest {
  private static final MachineId MACHINE = MachineId.next();
  private static final Worst WORST = new Worst(0.97, 0.12, Duration.ofMillis(700));

  private static Generator generator(HealthTally health, long samples, long clamped) {
    return new Generator(MACHINE, health, samples, clamped);
  }

  /** Of a hundred seconds. */
  private static Validity of(long busy, long stolen, long stalled, long full) {
    HealthTally tally = new HealthTally(100, busy, stolen, stalled, full, WORST, 0);
    return Validity.of(List.of(generator(tally, 1_000, 0))).orElseThrow();
  }

  private static void assertDoubt(Validity found, Status status, Cause cause, String... words) {
    assertThat(found.status()).isEqualTo(status);
    assertThat(found.doubts()).extracting(Doubt::cause).containsExactly(cause);
    for (String each : words) {
      assertThat(found.doubts().getFirst().message()).contains(each);
    }
  }

  @Test
  void aTenthOfTheSecondsMayBeBad() {
    Validity found = of(10, 10, 10, 10);

    assertThat(found.status()).isEqualTo(Status.VALID);
    assertThat(found.doubts()).isEmpty();
  }

  @Test
  void moreOfThemMakeItSuspect() {
    assertDoubt(of(11, 0, 0, 0), Status.SUSPECT, Cause.CPU, "90 % busy in 11 %", "up to 97 %");
    assertDoubt(of(0, 11, 0, 0), Status.SUSPECT, Cause.STEAL, "5 % of", "in 11 %", "up to 12 %");
    assertDoubt(of(0, 0, 11, 0), Status.SUSPECT, Cause.STALL, "0.7 s", "0.5 s or more in 11 %");
    assertDoubt(of(0, 0, 0, 11), Status.SUSPECT, Cause.PIPE, "full in 11 %");
  }

  @Test
  void aBusyMachineAloneIsNeverInvalid() {
    assertDoubt(of(100, 0, 0, 0), Status.SUSPECT, Cause.CPU);
    assertDoubt(of(0, 100, 0, 0), Status.SUSPECT, Cause.STEAL);
  }

  @Test
  void oneLongStallIsEnough() {
    HealthTally tally =
        new HealthTally(100, 0, 0, 1, 0, new Worst(0.5, 0, Duration.ofSeconds(2)), 0);

    assertDoubt(
        Validity.of(List.of(generator(tally, 10, 0))).orElseThrow(), Status.SUSPECT, Cause.STALL);
  }

  @Test
  void whatIsWrongInMostSecondsMakesItInvalid() {
    HealthTally stolen = new HealthTally(100, 0, 51, 0, 0, new Worst(0.5, 0.6, Duration.ZERO), 0);

    assertDoubt(of(0, 0, 51, 0), Status.INVALID, Cause.STALL);
    assertDoubt(
        Validity.of(List.of(generator(stolen, 10, 0))).orElseThrow(), Status.INVALID, Cause.STEAL);
  }

  @Test
  void samplesWithAWrongTimeCount() {
    assertThat(ofSamples(1_000, 10, 0).status()).isEqualTo(Status.VALID);
    assertDoubt(ofSamples(1_000, 11, 0), Status.SUSPECT, Cause.SKEW, "1.1 %");
    assertDoubt(ofSamples(1_000, 101, 0), Status.INVALID, Cause.SKEW, "10.1 %");
    assertDoubt(ofSamples(1_000, 0, 1), Status.SUSPECT, Cause.CLAMPED, "1 durations");
    assertThat(ofSamples(0, 0, 0).status()).isEqualTo(Status.VALID);
  }

  private static Validity ofSamples(long samples, long skewed, long clamped) {
    HealthTally tally = new HealthTally(100, 0, 0, 0, 0, Worst.NONE, skewed);
    return Validity.of(List.of(generator(tally, samples, clamped))).orElseThrow();
  }

  @Test
  void nothingIsJudgedWhenNobodyToldHowItDid() {
    assertThat(Validity.of(List.of())).isEmpty();
    assertThat(Validity.of(List.of(generator(HealthTally.UNKNOWN, 10, 3)))).isEmpty();
  }

  @Test
  void oneMachineThatDidNotTellMakesAllSuspect() {
    HealthTally fine = new HealthTally(100, 0, 0, 0, 0, Worst.NONE, 0);
    Validity found =
        Validity.of(List.of(generator(fine, 10, 0), generator(HealthTally.UNKNOWN, 10, 0)))
            .orElseThrow();

    assertDoubt(found, Status.SUSPECT, Cause.UNKNOWN);
  }
}
