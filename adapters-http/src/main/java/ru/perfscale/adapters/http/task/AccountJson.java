package ru.perfscale.adapters.http.task;

import java.util.Optional;
import java.util.OptionalDouble;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.domain.task.Account;
import ru.perfscale.domain.task.Evidence.HealthSummary;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.StopReport;
import ru.perfscale.domain.task.ToolJudgement;
import ru.perfscale.domain.task.Validity.Doubt;

/** How far a task's findings go, on the wire. */
final class AccountJson {
  private AccountJson() {}

  static Optional<String> validity(Account account) {
    return account.validity().map(validity -> validity.status().wireName());
  }

  /** The fields of a task that tell it. */
  static void write(JsonOutput json, Account account) {
    json.objects(
            "validity_reasons",
            account.validity().stream().flatMap(found -> found.doubts().stream()).toList(),
            AccountJson::writeDoubt)
        .texts("warnings", account.warnings())
        .flag("labels_complete", account.labelsComplete())
        .objects("tool_criteria", account.criteria(), AccountJson::writeJudgement)
        .objects(
            "stop_report",
            account.machines().stream().filter(each -> each.stop().isPresent()).toList(),
            AccountJson::writeStop)
        .objects(
            "health",
            account.machines().stream().filter(each -> each.health().isPresent()).toList(),
            AccountJson::writeHealth)
        .objects("gaps", account.gaps(), AccountJson::writeGap);
  }

  private static void writeDoubt(JsonOutput json, Doubt doubt) {
    json.text("machine_id", doubt.machine().value())
        .text("severity", doubt.status().wireName())
        .text("cause", doubt.cause().wireName())
        .text("message", doubt.message());
  }

  private static void writeJudgement(JsonOutput json, ToolJudgement judgement) {
    json.text("name", judgement.criterion())
        .flag("passed", judgement.passed())
        .text("message", judgement.message());
  }

  private static void writeStop(JsonOutput json, Account.OfMachine machine) {
    StopReport stop = machine.stop().orElseThrow();
    json.text("machine_id", machine.machine().value())
        .text("means", stop.means())
        .time("asked_at", stop.askedAt())
        .time("load_ended_at", stop.loadEndedAt())
        .number("killed", stop.killed())
        .flag("nothing_left", stop.nothingLeft());
  }

  private static void writeHealth(JsonOutput json, Account.OfMachine machine) {
    HealthSummary health = machine.health().orElseThrow();
    GeneratorHealth worst = health.worst();
    json.text("machine_id", machine.machine().value())
        .number("seconds", health.seconds())
        .number("tool_cores", OptionalDouble.of(worst.toolCores()))
        .number("machine_cpu", OptionalDouble.of(worst.machineCpu()))
        .number("steal", OptionalDouble.of(worst.steal()))
        .number("tool_memory_bytes", worst.memory().toolBytes())
        .number("available_memory_bytes", worst.memory().availableBytes())
        .number("run_queue", worst.runQueue())
        .number("stall_ms", worst.stall().toMillis())
        .number("backlog_bytes", worst.backlogBytes());
  }

  private static void writeGap(JsonOutput json, Gap gap) {
    json.text("machine_id", gap.machine().value())
        .number("from_second", gap.fromSecond())
        .number("to_second", gap.toSecond());
  }
}
