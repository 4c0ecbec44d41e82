package ru.perfscale.domain.task;

import static ru.perfscale.domain.task.Validity.Status.INVALID;
import static ru.perfscale.domain.task.Validity.Status.SUSPECT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ru.perfscale.domain.task.Validity.Cause;
import ru.perfscale.domain.task.Validity.Doubt;
import ru.perfscale.domain.task.Validity.Generator;
import ru.perfscale.domain.task.Validity.Status;

/** Applies the rules of {@link Validity} to one machine. */
final class GeneratorDoubts {
  private static final double SOME_SECONDS = 0.1;
  private static final double HALF = 0.5;
  private static final double SOME_SAMPLES = 0.01;
  private static final double MANY_SAMPLES = 0.1;

  /** What follows on it is told at once, so that it is one bad second however long it took. */
  private static final Duration LONG_STALL = Duration.ofSeconds(2);

  private final Generator generator;
  private final HealthTally health;
  private final List<Doubt> doubts = new ArrayList<>();

  GeneratorDoubts(Generator generator) {
    this.generator = generator;
    health = generator.health();
  }

  List<Doubt> all() {
    if (health.isKnown()) {
      ofSeconds();
    } else {
      doubt(SUSPECT, Cause.UNKNOWN, "the machine did not tell how it did");
    }
    ofSamples();
    return doubts;
  }

  private void ofSeconds() {
    HealthTally.Worst worst = health.worst();
    if (share(health.busy()) > SOME_SECONDS) {
      doubt(
          SUSPECT,
          Cause.CPU,
          "the processors were more than %.0f %% busy in %.0f %% of the seconds, up to %.0f %%",
          100 * Validity.BUSY,
          100 * share(health.busy()),
          100 * worst.machineCpu());
    }
    if (share(health.stolen()) > SOME_SECONDS) {
      doubt(
          share(health.stolen()) > HALF && worst.steal() > HALF ? INVALID : SUSPECT,
          Cause.STEAL,
          "the hypervisor took more than %.0f %% of the processors away in %.0f %% of the seconds,"
              + " up to %.0f %%",
          100 * Validity.STOLEN,
          100 * share(health.stolen()),
          100 * worst.steal());
    }
    if (share(health.stalled()) > SOME_SECONDS || worst.stall().compareTo(LONG_STALL) >= 0) {
      doubt(
          share(health.stalled()) > HALF ? INVALID : SUSPECT,
          Cause.STALL,
          "the measuring thread was not let run for up to %.1f s, for %.1f s or more in %.0f %% of"
              + " the seconds",
          seconds(worst.stall()),
          seconds(Validity.STALLED),
          100 * share(health.stalled()));
    }
    if (share(health.full()) > SOME_SECONDS) {
      doubt(
          SUSPECT,
          Cause.PIPE,
          "the pipe of samples was full in %.0f %% of the seconds, so that the tool had to wait",
          100 * share(health.full()));
    }
  }

  private void ofSamples() {
    double skewed = generator.samples() == 0 ? 0 : (double) health.skewed() / generator.samples();
    if (skewed > SOME_SAMPLES) {
      doubt(
          skewed > MANY_SAMPLES ? INVALID : SUSPECT,
          Cause.SKEW,
          "%.1f %% of the samples carried a time over 5 s from their arrival: the clock of the"
              + " machine, or of the tool, is wrong",
          100 * Math.min(1, skewed));
    }
    if (generator.clamped() > 0) {
      doubt(
          SUSPECT,
          Cause.CLAMPED,
          "%d durations were outside of 0 … 73 min and were cut",
          generator.clamped());
    }
  }

  private double share(long seconds) {
    return (double) seconds / health.seconds();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private void doubt(Status status, Cause cause, String form, Object... values) {
    doubts.add(
        new Doubt(generator.machine(), status, cause, String.format(Locale.ROOT, form, values)));
  }
}
