package ru.perfscale.adapters.http.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.adapters.http.json.DurationText;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.adapters.http.loadtest.DataFilesJson.Upload;
import ru.perfscale.application.loadtest.Revision;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;

/** A load test on the wire. */
final class LoadTestJson {
  private static final List<String> CHANGEABLE =
      List.of(
          "name",
          "script",
          "status",
          "users",
          "duration",
          "time_limit",
          "contact_limit",
          "data_files");

  /**
   * A load test that is not stored yet.
   *
   * @param contents of its data files
   */
  record Draft(Definition definition, List<DataContent> contents, TestStatus status) {}

  private LoadTestJson() {}

  static Draft read(Fields fields) {
    String name = fields.text("name", Definition::checkName);
    Tool tool = fields.text("tool", Tool::parse);
    String script = fields.text("script", Definition::checkScript);
    Optional<TestStatus> status = fields.optionalText("status", TestStatus::parse);
    OptionalInt users = fields.optionalInt("users", Load::checkUsers);
    Optional<Duration> duration = duration(fields, "duration");
    Limits limits = limits(fields, Limits.DEFAULT);
    Upload data = DataFilesJson.read(fields);
    return fields.orThrow(
        () ->
            new Draft(
                new Definition(name, tool, script, new Load(users, duration), limits, data.files()),
                data.contents(),
                status.orElse(TestStatus.DRAFT)));
  }

  /** The stored load test with the fields that are given; null puts an optional one back. */
  static Revision changed(Fields fields, LoadTest stored) {
    if (!fields.has("tool") && CHANGEABLE.stream().noneMatch(fields::has)) {
      throw new Invalid("body", "must have at least one of " + String.join(", ", CHANGEABLE));
    }
    Definition was = stored.definition();
    requireSameTool(fields, was.tool());
    String name = fields.has("name") ? fields.text("name", Definition::checkName) : was.name();
    String script =
        fields.has("script") ? fields.text("script", Definition::checkScript) : was.script();
    TestStatus status =
        fields.has("status") ? fields.text("status", TestStatus::parse) : stored.status();
    OptionalInt users =
        fields.has("users") ? fields.optionalInt("users", Load::checkUsers) : was.load().users();
    Optional<Duration> duration =
        fields.has("duration") ? duration(fields, "duration") : was.load().duration();
    Limits limits = limits(fields, was.limits());
    Upload data =
        fields.has("data_files")
            ? DataFilesJson.read(fields)
            : new Upload(was.dataFiles(), List.of());
    return fields.orThrow(
        () ->
            new Revision(
                stored
                    .defined(
                        new Definition(
                            name,
                            was.tool(),
                            script,
                            new Load(users, duration),
                            limits,
                            data.files()))
                    .marked(status),
                data.contents()));
  }

  static void write(JsonOutput json, LoadTest test) {
    Definition definition = test.definition();
    json.text("id", test.id().value())
        .text("name", definition.name())
        .text("tool", definition.tool().wireName())
        .text("status", test.status().wireName())
        .text("script", definition.script())
        .time("created_at", test.createdAt())
        .number("users", definition.load().users())
        .text("duration", definition.load().duration().map(DurationText::format))
        .text("time_limit", DurationText.format(definition.limits().time()))
        .text("contact_limit", DurationText.format(definition.limits().contact()));
    DataFilesJson.write(json, definition.dataFiles());
  }

  private static void requireSameTool(Fields fields, Tool tool) {
    if (fields.has("tool") && !tool.equals(fields.text("tool", Tool::parse))) {
      fields.refuse(
          "tool", "must stay " + tool.wireName() + ", since the tool of a test is fixed for good");
    }
  }

  /** What is not given stays, what is null is as usual. */
  private static Limits limits(Fields fields, Limits was) {
    Duration time =
        fields.has("time_limit")
            ? duration(fields, "time_limit").orElse(Limits.DEFAULT.time())
            : was.time();
    Duration contact =
        fields.has("contact_limit")
            ? fields
                .optionalText(
                    "contact_limit", text -> Limits.checkContact(DurationText.parse(text)))
                .orElse(Limits.DEFAULT.contact())
            : was.contact();
    return new Limits(time, contact);
  }

  private static Optional<Duration> duration(Fields fields, String name) {
    return fields.optionalText(name, text -> Load.checkDuration(DurationText.parse(text)));
  }
}
