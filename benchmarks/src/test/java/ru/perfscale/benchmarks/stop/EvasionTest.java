package ru.perfscale.benchmarks.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.StartFailed;

/** Each evasive script once, with each means that proves its end. */
class EvasionTest {
  /** Nobody's on any usual machine, and not the measurement's. */
  private static final int UID = 61_849;

  private static OptionalInt user() throws Exception {
    boolean root = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    return root ? OptionalInt.of(UID) : OptionalInt.empty();
  }

  private static void leavesNothing(Evasion evasion, Means means) throws Exception {
    try (Canceller canceller = new Canceller(means, user())) {
      Cancelled cancelled = canceller.cancel(evasion);

      assertThat(cancelled.survivors()).isZero();
      assertThat(cancelled.result().stop().nothingLeft()).isTrue();
      assertThat(cancelled.result().stop().means()).isEqualTo(means);
    } catch (StartFailed e) {
      // No fault of the code: not every machine that builds this one lets its users do this.
      System.out.println("Not run on this machine: " + evasion + " with " + means + ": " + e);
    }
  }

  @ParameterizedTest
  @MethodSource("ru.perfscale.benchmarks.stop.Evasion#all")
  void noScriptGetsOutOfANamespace(Evasion evasion) throws Exception {
    leavesNothing(evasion, Means.PID_NAMESPACE);
  }

  @ParameterizedTest
  @MethodSource("ru.perfscale.benchmarks.stop.Evasion#all")
  void noScriptGetsOutOfACgroup(Evasion evasion) throws Exception {
    leavesNothing(evasion, Means.CGROUP);
  }
}
