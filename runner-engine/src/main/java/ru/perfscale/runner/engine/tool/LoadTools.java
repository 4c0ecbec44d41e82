package ru.perfscale.runner.engine.tool;

import java.util.List;
import java.util.Optional;

/** The tools the engine knows by name. */
public final class LoadTools {
  /** Every name a {@link ru.perfscale.runner.engine.RunSpec} may have without an added driver. */
  public static final List<String> NAMES =
      List.of("k6", "jmeter", "gatling", "locust", "artillery", "custom");

  private LoadTools() {}

  /** The drivers that come with the engine. */
  public static List<LoadTool> builtIn() {
    return List.of(
        new K6(), new JMeter(), new Locust(), new Artillery(), new Gatling(), new Custom());
  }

  /**
   * Which tool a script is for, judged by its content, or else by its file name's extension.
   *
   * @param fileName may be empty
   * @param script its text
   */
  public static Optional<String> guess(String fileName, String script) {
    return ScriptGuess.byContent(script).or(() -> ScriptGuess.byName(fileName));
  }
}
