package ru.perfscale.runner.engine.tool;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.runner.engine.criteria.ToolCriterion;

/**
 * How k6 is started: its script is looked at first, within the run's sandbox, because k6 keeps
 * every sample in memory for its thresholds (even for none) unless it is told that there are none.
 * They are left to the engine when it can judge all of them.
 */
final class K6Start {
  private static final String SCRIPT = "script.js";
  private static final String GRAMMAR = ".threshold-grammar";

  /** Thresholds that the engine judges. */
  private static final String THRESHOLDS = ".thresholds";

  /** There when k6 judges them. */
  private static final String IN_K6 = ".thresholds-in-k6";

  /** There when a threshold is on failed requests. */
  private static final String JUDGES_ERRORS = ".judges-errors";

  /** What the engine reads; given always, because a script may have fewer. */
  private static final String NEEDED_TAGS =
      "name,url,status,error_code,expected_response,group,scenario";

  /** A threshold may be on any of k6's usual tags, so that none may go when k6 has one. */
  private static final String USUAL_TAGS =
      NEEDED_TAGS + ",proto,subproto,method,check,error,tls_version,service";

  /** Arguments: soft and hard limit of the heap in KiB, k6, then those of {@code k6 run}. */
  private static final String START =
      """
      soft=$1 hard=$2 k6=$3
      shift 3
      if options=$("$k6" inspect SCRIPT 2>/dev/null); then
        thresholds=$(printf '%s\n' "$options" | sed -n '/^  "thresholds": {$/,/^  }/p')
        case $thresholds in
          *'http_req_failed'*) : > JUDGES_ERRORS ;;
        esac
        if [ -z "$thresholds" ]; then
          leave=yes
        elif printf %s "$thresholds" | tr -d '\n' | LC_ALL=C grep -Eqxf GRAMMAR; then
          leave=yes
          printf '%s\n' "$thresholds" > THRESHOLDS
        else
          : > IN_K6
        fi
      fi
      if [ "$leave" ]; then
        set -- "$@" --no-thresholds --system-tags NEEDED_TAGS
      else
        set -- "$@" --system-tags USUAL_TAGS
        export GOMEMLIMIT="${soft}KiB"
        ulimit -d "$hard"
      fi
      exec "$k6" run "$@" SCRIPT
      """
          .replace("SCRIPT", SCRIPT)
          .replace("JUDGES_ERRORS", JUDGES_ERRORS)
          .replace("GRAMMAR", GRAMMAR)
          .replace("THRESHOLDS", THRESHOLDS)
          .replace("IN_K6", IN_K6)
          .replace("NEEDED_TAGS", NEEDED_TAGS)
          .replace("USUAL_TAGS", USUAL_TAGS);

  private K6Start() {}

  /**
   * Writes what the start needs.
   *
   * @param k6 the program
   * @param arguments of {@code k6 run}
   * @return the command
   */
  static List<String> prepare(Path directory, String script, Path k6, List<String> arguments)
      throws IOException {
    Files.writeString(directory.resolve(SCRIPT), script);
    Files.writeString(directory.resolve(GRAMMAR), K6Thresholds.GRAMMAR + "\n");
    long memory = memoryKibibytes();
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", START, "k6"));
    command.add(Long.toString(memory / 2));
    command.add(Long.toString(memory / 4 * 3));
    command.add(k6.toString());
    command.addAll(arguments);
    return command;
  }

  /** Of this machine or, where it is less, of the container we are in. */
  private static long memoryKibibytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
        / 1_024;
  }

  static List<ToolCriterion> criteria(Path directory) throws IOException {
    Path file = directory.resolve(THRESHOLDS);
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? K6Thresholds.read(Files.readAllLines(file))
        : List.of();
  }

  static boolean judgesErrors(Path directory) {
    return Files.exists(directory.resolve(JUDGES_ERRORS));
  }

  static boolean thresholdsAreInK6(Path directory) {
    return Files.exists(directory.resolve(IN_K6));
  }
}
