package ru.perfscale.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Reason.Code;
import ru.perfscale.domain.task.RunReport.End;
import ru.perfscale.domain.task.Validity.Cause;
import ru.perfscale.domain.task.Validity.Doubt;
import ru.perfscale.domain.task.Validity.Status;

class VerdictTest {
  @Test
  void aRunThatWasFineWithRequestsAndFewErrorsPasses() {
    Verdict verdict = judge(End.COMPLETED, figures(1000, 49));
    assertThat(verdict.status()).isEqualTo(TaskStatus.PASSED);
    assertThat(verdict.reasons()).isEmpty();
  }

  @Test
  void fivePercentOfErrorsFail() {
    Verdict verdict = judge(End.COMPLETED, figures(1000, 50));
    assertThat(verdict.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(verdict.reasons())
        .containsExactly(
            new Reason(Code.ERROR_RATE, "5 % of the requests failed; passing needs less than 5 %"));
  }

  @Test
  void aScriptThatJudgesErrorsItselfIsNotJudgedAgain() {
    RunReport report = new RunReport(End.COMPLETED, "", true, Optional.empty(), "");
    assertThat(verdict(report, Tool.K6, figures(10, 9), 1).status()).isEqualTo(TaskStatus.PASSED);
  }

  @Test
  void aRunWithoutARequestDoesNotPass() {
    assertThat(judge(End.COMPLETED, Figures.NONE).reasons())
        .extracting(Reason::code)
        .containsExactly(Code.NO_SAMPLES);
  }

  @Test
  void aCustomCommandMayHaveNoSamples() {
    assertThat(verdict(report(End.COMPLETED), Tool.CUSTOM, Figures.NONE, 1).status())
        .isEqualTo(TaskStatus.PASSED);
  }

  @Test
  void everyReasonIsNamedNotOnlyTheFirst() {
    Verdict verdict = verdict(report(End.CRITERION_FAILED), Tool.K6, figures(10, 5), 0.5);
    assertThat(verdict.reasons())
        .extracting(Reason::code)
        .containsExactly(Code.TOOL_CRITERION, Code.ERROR_RATE, Code.INCOMPLETE);
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED,CANCELLED,",
    "TIMED_OUT,TIMEOUT,",
    "SCRIPT_ERROR,FAILED,SCRIPT_ERROR",
    "TOOL_FAILED,FAILED,TOOL_FAILED",
    "TOOL_MISSING,FAILED,TOOL_MISSING",
    "START_FAILED,FAILED,START_FAILED",
    "CONTACT_LOST,FAILED,AGENT_LOST"
  })
  void anEarlyEndSaysWhy(End end, TaskStatus status, Code code) {
    Verdict verdict = judge(end, figures(1000, 0));
    assertThat(verdict.status()).isEqualTo(status);
    assertThat(verdict.reasons().stream().map(Reason::code).findFirst())
        .isEqualTo(Optional.ofNullable(code));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED,COMPLETED,PASSED",
    "COMPLETED,CRITERION_FAILED,FAILED",
    "TIMED_OUT,CRITERION_FAILED,TIMEOUT",
    "CANCELLED,TIMED_OUT,CANCELLED",
    "CANCELLED,COMPLETED,CANCELLED",
    "START_FAILED,CANCELLED,FAILED",
    "CONTACT_LOST,TIMED_OUT,FAILED"
  })
  void ofSeveralMachinesTheWorstCounts(End one, End other, TaskStatus status) {
    assertThat(together(said("a", one, ""), said("b", other, "")).status()).isEqualTo(status);
    assertThat(together(said("b", other, ""), said("a", one, "")).status()).isEqualTo(status);
  }

  @Test
  void aReasonNamesItsMachines() {
    Verdict verdict =
        together(
            said("a", End.SCRIPT_ERROR, "line 3"),
            said("b", End.CANCELLED, "was asked to"),
            said("c", End.SCRIPT_ERROR, "line 3"),
            said("d", End.TOOL_MISSING, "no k6 for this machine"));
    assertThat(verdict.reasons())
        .containsExactly(
            new Reason(Code.SCRIPT_ERROR, "a, c: line 3"),
            new Reason(Code.TOOL_MISSING, "d: no k6 for this machine"));
  }

  @Test
  void ofASingleMachineNoReasonNeedsItsName() {
    assertThat(together(said("a", End.SCRIPT_ERROR, "line 3")).reasons())
        .containsExactly(new Reason(Code.SCRIPT_ERROR, "line 3"));
  }

  @Test
  void criteriaAreThoseOfAllMachinesTogether() {
    ToolJudgement holds = new ToolJudgement("a", true, "a holds");
    ToolJudgement broken = new ToolJudgement("b", false, "b was crossed");

    Verdict verdict =
        together(
            account(List.of(holds, broken), Optional.empty()),
            said("a", End.COMPLETED, ""),
            said("b", End.COMPLETED, ""));
    assertThat(verdict.reasons()).containsExactly(new Reason(Code.TOOL_CRITERION, "b was crossed"));
  }

  @Test
  void figuresThatAreWrongDoNotPassAndSuspectOnesDo() {
    MachineId machine = MachineId.next();
    Doubt suspect = new Doubt(machine, Status.SUSPECT, Cause.CPU, "busy");
    Doubt invalid = new Doubt(machine, Status.INVALID, Cause.SKEW, "wrong clock");

    assertThat(
            together(
                    account(List.of(), Optional.of(new Validity(Status.SUSPECT, List.of(suspect)))),
                    said("a", End.COMPLETED, ""))
                .status())
        .isEqualTo(TaskStatus.PASSED);
    assertThat(
            together(
                    account(
                        List.of(),
                        Optional.of(new Validity(Status.INVALID, List.of(suspect, invalid)))),
                    said("a", End.COMPLETED, ""))
                .reasons())
        .containsExactly(new Reason(Code.INVALID, machine + ": wrong clock"));
  }

  @Test
  void recordsThatCannotBeReadMakeARunIncomplete() {
    Evidence evidence =
        new Evidence(
            List.of(),
            List.of(),
            new Evidence.Samples(true, 3, 0),
            Optional.empty(),
            Optional.empty());
    RunReport report = new RunReport(End.COMPLETED, "fine", false, Optional.empty(), "", evidence);

    assertThat(verdict(report, Tool.K6, figures(1000, 0), 1).reasons())
        .extracting(Reason::code)
        .containsExactly(Code.INCOMPLETE);
  }

  private static Account account(List<ToolJudgement> criteria, Optional<Validity> validity) {
    return new Account(List.of(), Optional.empty(), criteria, validity, List.of(), List.of());
  }

  private static Verdict together(AssignmentReport... reports) {
    return together(Account.NONE_YET, reports);
  }

  private static Verdict together(Account account, AssignmentReport... reports) {
    return Verdict.of(
        List.of(reports), Tool.K6, figures(1000, 0), 1, account, ErrorCriterion.DEFAULT);
  }

  private static AssignmentReport said(String machine, End end, String message) {
    return new AssignmentReport(
        AssignmentId.next(),
        machine,
        new RunReport(end, message, false, Optional.empty(), ""),
        new Coverage(30, 1),
        OptionalLong.empty(),
        Instant.EPOCH);
  }

  private static Verdict judge(End end, Figures figures) {
    return verdict(report(end), Tool.K6, figures, 1);
  }

  private static Verdict verdict(RunReport report, Tool tool, Figures figures, double coverage) {
    return Verdict.of(report, tool, figures, coverage, ErrorCriterion.DEFAULT);
  }

  private static RunReport report(End end) {
    return new RunReport(end, "the tool's words", false, Optional.empty(), "");
  }

  private static Figures figures(long requests, long errors) {
    return new Figures(
        Optional.empty(),
        OptionalDouble.of(Figures.errorRate(errors, requests)),
        OptionalDouble.empty(),
        requests);
  }
}
