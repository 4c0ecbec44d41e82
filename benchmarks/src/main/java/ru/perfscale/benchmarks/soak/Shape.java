package ru.perfscale.benchmarks.soak;

import java.util.List;

/**
 * How much is delivered.
 *
 * @param samples per label and second
 */
record Shape(int agents, int labels, int samples, int seconds) {
  static Shape of(List<String> options) {
    return new Shape(
        option(options, "--agents", 1_000),
        option(options, "--labels", 20),
        option(options, "--samples", 50),
        option(options, "--seconds", 600));
  }

  List<String> options() {
    return List.of(
        "--agents", "" + agents,
        "--labels", "" + labels,
        "--samples", "" + samples,
        "--seconds", "" + seconds);
  }

  private static int option(List<String> options, String name, int otherwise) {
    int at = options.indexOf(name);
    int value = at < 0 ? otherwise : Integer.parseInt(options.get(at + 1));
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
    return value;
  }
}
