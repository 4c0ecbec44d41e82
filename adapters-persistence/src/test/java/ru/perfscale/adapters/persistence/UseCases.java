package ru.perfscale.adapters.persistence;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.task.AcceptOffer;
import ru.perfscale.application.task.AgentSignals;
import ru.perfscale.application.task.AnswerOffer;
import ru.perfscale.application.task.AttachAgent;
import ru.perfscale.application.task.CancelTask;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.EndAssignment;
import ru.perfscale.application.task.ExpireAssignments;
import ru.perfscale.application.task.FinishAssignment;
import ru.perfscale.application.task.LiveFigures;
import ru.perfscale.application.task.LoseAssignment;
import ru.perfscale.application.task.PlaceTasks;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.application.task.RecoverFrames;
import ru.perfscale.application.task.SubmitTask;
import ru.perfscale.application.task.WithdrawOffers;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.ToolCriterion;
import ru.perfscale.domain.task.ToolJudgement;

/** The real use cases over a storage, as one server wires them. */
public record UseCases(
    SubmitTask submit,
    PlaceTasks place,
    HearAgent hear,
    CheckInbox inbox,
    AnswerOffer answer,
    AcceptOffer accept,
    RecordFrames record,
    LiveFigures live,
    RecoverFrames recover,
    FinishAssignment finish,
    CancelTask cancel,
    ExpireAssignments expire,
    AttachAgent attach) {
  public static UseCases over(Storage s) {
    return over(s, OptionalInt.empty());
  }

  /**
   * @param concurrency how many tasks of a tenant may have machines at a time
   */
  public static UseCases over(Storage s, OptionalInt concurrency) {
    return over(s, concurrency, new LiveFigures.Pace(Duration.ZERO, System::nanoTime));
  }

  /**
   * @param pace of the figures
   */
  public static UseCases over(Storage s, LiveFigures.Pace pace) {
    return over(s, OptionalInt.empty(), pace);
  }

  private static UseCases over(Storage s, OptionalInt concurrency, LiveFigures.Pace pace) {
    InstantSource clock = InstantSource.system();
    AgentSignals signals = machine -> {};
    SummingHistograms histograms = new SummingHistograms();
    PlaceTasks place =
        new PlaceTasks(
            s.tasks(),
            s.assignments(),
            s.agents(),
            new PlaceTasks.Quota(s.queue(), concurrency),
            signals,
            s.transactions());
    WithdrawOffers withdraw = new WithdrawOffers(s.tasks(), s.assignments());
    HearAgent hear = new HearAgent(s.agents());
    EndAssignment end =
        new EndAssignment(
            s.tasks(),
            s.assignments(),
            s.machines(),
            new EndAssignment.Stored(s.reports(), s.frames(), s.seconds()),
            histograms,
            UseCases::holds);
    LoseAssignment lose = new LoseAssignment(s.tasks(), s.frames(), end, clock);
    LiveFigures live =
        new LiveFigures(s.tasks(), s.assignments(), s.frames(), histograms, s.transactions(), pace);
    RecoverFrames recover =
        new RecoverFrames(s.tasks(), s.frames(), end, histograms, s.transactions(), pace);
    return new UseCases(
        new SubmitTask(
            s.tests(),
            s.machines(),
            s.tasks(),
            s.assignments(),
            place,
            s.transactions(),
            clock,
            s.audit()),
        place,
        hear,
        new CheckInbox(s.assignments(), s.tasks()),
        new AnswerOffer(s.tasks(), s.assignments(), withdraw, s.transactions()),
        new AcceptOffer(s.tasks(), s.assignments(), hear, signals, s.transactions(), clock),
        new RecordFrames(s.assignments(), s.frames(), histograms, live, recover, s.transactions()),
        live,
        recover,
        new FinishAssignment(
            s.assignments(), s.frames(), end, withdraw, signals, s.transactions(), clock),
        new CancelTask(s.tasks(), s.assignments(), signals, s.transactions(), clock, s.audit()),
        new ExpireAssignments(s.assignments(), lose, withdraw, s.transactions(), quickClock()),
        new AttachAgent(s.agents(), s.assignments(), lose, withdraw, place, s.transactions()));
  }

  /** Every criterion holds. */
  public static ToolJudgement holds(
      ToolCriterion criterion, List<Interval> totals, LatencyMeaning latency) {
    return new ToolJudgement(criterion.text(), true, criterion.text() + " holds");
  }

  /** Each look at it is a second later, so that a server has soon watched for long enough. */
  private static LongSupplier quickClock() {
    AtomicLong nanos = new AtomicLong();
    return () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos());
  }
}
