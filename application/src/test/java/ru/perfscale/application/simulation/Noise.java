package ru.perfscale.application.simulation;

/**
 * What goes wrong by itself, as probabilities.
 *
 * @param lost a request or its answer vanishes
 * @param repeated a transaction is rolled back and run again
 * @param doubled a request arrives twice, the second time late
 * @param slow a message takes seconds
 * @param interrupted the work of a server stops between statements
 * @param unknownCommit a commit succeeds and its answer vanishes
 */
record Noise(
    double lost,
    double doubled,
    double slow,
    double interrupted,
    double repeated,
    double unknownCommit) {
  static final Noise NONE = new Noise(0, 0, 0, 0, 0, 0);

  static Noise of(Chance chance) {
    return new Noise(
        chance.oneOf(0.0, 0.0, 0.01, 0.05, 0.2),
        chance.oneOf(0.0, 0.02, 0.1),
        chance.oneOf(0.0, 0.01, 0.05),
        chance.oneOf(0.0, 0.1, 0.5),
        chance.oneOf(0.0, 0.01, 0.1),
        chance.oneOf(0.0, 0.0, 0.01, 0.05));
  }
}
