package ru.perfscale.runner.engine.internal.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.internal.process.Isolation;
import ru.perfscale.runner.engine.internal.process.RunDirectory;
import ru.perfscale.runner.engine.tool.Invocation;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.SampleSource;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** What a tool finds in its environment, and nothing else. */
final class ToolEnvironment {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ToolEnvironment() {}

  static Map<String, String> of(
      String runId,
      LoadTool tool,
      RunSpec spec,
      ToolInstallation installation,
      Invocation invocation,
      RunDirectory directory) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", Isolation.searchPath());
    environment.put("LANG", "C.UTF-8");
    Optional.ofNullable(System.getenv("TZ")).ifPresent(zone -> environment.put("TZ", zone));
    environment.put("HOME", directory.home().toString());
    environment.put("TMPDIR", directory.home().toString());
    environment.putAll(spec.environment());
    putVariables(tool, spec.parameters(), environment);
    putVariables(tool, spec.secrets(), environment);
    environment.putAll(installation.environment());
    environment.putAll(invocation.environment());
    environment.put("PERFSCALE_RUN", runId);
    environment.put("PERFSCALE_SHARE", spec.share().toString());
    if (invocation.samples() == SampleSource.PIPE) {
      environment.put("PERFSCALE_SAMPLES", directory.samples().toString());
    }
    return environment;
  }

  private static void putVariables(
      LoadTool tool, Map<String, String> values, Map<String, String> environment) {
    values.forEach(
        (name, value) -> {
          if (VARIABLE.matcher(name).matches()) {
            environment.put(name, value);
          } else if (!tool.takesProperties()) {
            throw new StartFailed(
                "The parameter '%s' cannot reach %s, which takes parameters as environment variables; a name of letters, digits and _ would be right"
                    .formatted(name, tool.name()));
          }
        });
  }
}
