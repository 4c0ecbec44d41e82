package ru.perfscale.benchmarks.observer;

/**
 * What happened in the steady part of one run.
 *
 * @param rate requests a second, by the target's count
 * @param cpuMicros CPU time for each request: the tool with all it started, and this JVM with the
 *     engine
 * @param engineMicros this JVM's part of that
 * @param targetBusy the share of one core that the target took
 * @param steal the share of the machine that it did not get
 */
record Window(double rate, double cpuMicros, double engineMicros, double targetBusy, double steal) {
  private static final double TOO_MUCH_STEAL = 0.02;

  static Window between(Usage before, Usage after) {
    double requests = after.count().requests() - before.count().requests();
    double micros = (after.count().nanos() - before.count().nanos()) / 1e3;
    double engine = after.engineMicros() - before.engineMicros();
    double tool = after.toolMicros() - before.toolMicros();
    return new Window(
        requests * 1e6 / micros,
        (tool + engine) / requests,
        engine / requests,
        (after.targetMicros() - before.targetMicros()) / micros,
        (double) (after.stolenTicks() - before.stolenTicks())
            / Math.max(1, after.machineTicks() - before.machineTicks()));
  }

  boolean isDisturbed() {
    return steal > TOO_MUCH_STEAL;
  }
}
