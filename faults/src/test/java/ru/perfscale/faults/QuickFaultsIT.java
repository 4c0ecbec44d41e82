package ru.perfscale.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ru.perfscale.faults.fault.Faults;
import ru.perfscale.faults.stage.Stage;

/** A few rounds of a campaign; {@code faults/run} is all of it. */
class QuickFaultsIT {
  private static final long SEED = 4_711;

  private static Stage stage;
  private static Campaign campaign;

  @BeforeAll
  static void set() {
    Path target = Path.of(System.getProperty("perfscale.root"), "faults", "target");
    stage = Stage.set(Path.of(System.getProperty("perfscale.jar")), target.resolve("cache"));
    campaign = new Campaign(stage, System.out);
  }

  @AfterAll
  static void end() {
    if (stage != null) {
      stage.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyPromiseHolds() {
    return Faults.quick().stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    fault.holds(),
                    () -> assertThat(campaign.run(fault, SEED)).as("seed %d", SEED).isEmpty()));
  }
}
