package ru.perfscale.runner.engine.tool;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by its content, and then by its name, which tool a script is for. */
final class ScriptGuess {
  /** What only scripts of one tool have, in the order in which they are looked for. */
  private static final List<Map.Entry<Pattern, String>> CONTENT =
      List.of(
          Map.entry(Pattern.compile("<jmeterTestPlan\\b"), "jmeter"),
          Map.entry(Pattern.compile("(?m)^\\s*(import|from)\\s+locust\\b"), "locust"),
          Map.entry(Pattern.compile("\\b(import|from|require)\\s*\\(?\\s*['\"]k6(/|['\"])"), "k6"),
          Map.entry(Pattern.compile("\\bimport\\s+[^'\";]+\\bfrom\\s*['\"]k6(/|['\"])"), "k6"),
          Map.entry(Pattern.compile("\\bio\\.gatling\\b|\\bextends\\s+Simulation\\b"), "gatling"),
          Map.entry(
              Pattern.compile("(?sm)\\A(?=.*^[ {]*\"?config\"?\\s*:).*^[ {]*\"?scenarios\"?\\s*:"),
              "artillery"),
          Map.entry(Pattern.compile("\\A#!"), "custom"));

  private static final Map<String, String> EXTENSIONS =
      Map.of(
          ".jmx", "jmeter",
          ".js", "k6",
          ".ts", "k6",
          ".java", "gatling",
          ".py", "locust",
          ".yml", "artillery",
          ".yaml", "artillery",
          ".sh", "custom");

  /** Scripts are short; a plan of many megabytes says what it is at its beginning. */
  private static final int LOOKED_AT = 256 * 1024;

  private ScriptGuess() {}

  static Optional<String> byContent(String script) {
    String beginning = script.substring(0, Math.min(script.length(), LOOKED_AT));
    return CONTENT.stream()
        .filter(mark -> mark.getKey().matcher(beginning).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  static Optional<String> byName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return EXTENSIONS.entrySet().stream()
        .filter(extension -> name.endsWith(extension.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
