package ru.perfscale.runner.engine.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.criteria.ToolJudgement;
import ru.perfscale.runner.engine.internal.sample.Collector;

/** What became of the script's own criteria, and what to know about it. */
record ScriptJudgement(boolean judgesErrors, List<ToolJudgement> criteria, List<String> warnings) {
  static final ScriptJudgement NONE = new ScriptJudgement(false, List.of(), List.of());

  static ScriptJudgement of(RunParts parts, List<LatencySnapshot> totals) {
    List<ToolJudgement> judged = parts.criteria().judge(totals);
    List<String> warnings = new ArrayList<>(parts.tool().warnings(parts.directory().home()));
    Collector collector = parts.streams().collector();
    boolean onLabel =
        judged.stream().anyMatch(each -> each.criterion().requests().label().isPresent());
    if (onLabel && !collector.counts().labelsComplete()) {
      warnings.add(
          "A criterion is on one label, and the run had more labels than are told apart: some of"
              + " its requests may be missing there");
    }
    boolean judgesErrors = parts.tool().judgesErrors(parts.directory().home());
    return new ScriptJudgement(judgesErrors, judged, warnings);
  }

  /** What was broken, a line each. */
  String broken() {
    return criteria.stream()
        .filter(each -> !each.passed())
        .map(ToolJudgement::message)
        .collect(Collectors.joining("\n"));
  }
}
