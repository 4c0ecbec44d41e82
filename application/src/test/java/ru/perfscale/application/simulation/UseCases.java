package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.OptionalInt;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.machine.AdmitAgent;
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

/** The real use cases, put together as the control plane does, once for each life of a server. */
record UseCases(
    SubmitTask submit,
    CancelTask cancel,
    HearAgent hear,
    AdmitAgent admit,
    AttachAgent attach,
    CheckInbox inbox,
    AnswerOffer answer,
    AcceptOffer accept,
    RecordFrames record,
    LiveFigures live,
    RecoverFrames recover,
    FinishAssignment finish,
    PlaceTasks place,
    ExpireAssignments expire) {

  static UseCases of(Store store, AgentSignals signals, ServerClock clock) {
    // The same for all servers of a schedule, and none in most.
    OptionalInt quota = store.quota();
    // Nothing that is simulated depends on what is written down.
    AuditLog audit = entry -> {};
    Database database = store.database();
    CountedHistograms histograms = new CountedHistograms();
    HearAgent hear = new HearAgent(store.agents());
    EndAssignment end =
        new EndAssignment(
            store.tasks(),
            store.assignments(),
            store.machines(),
            new EndAssignment.Stored(
                store.reports(), store.frames(), new StoredSeconds(database, store.frames())),
            histograms,
            (criterion, totals, latency) -> {
              throw new AssertionError("No script has criteria here");
            });
    LoseAssignment lose = new LoseAssignment(store.tasks(), store.frames(), end, clock);
    LiveFigures.Pace pace = new LiveFigures.Pace(Duration.ofSeconds(1), clock::nanos);
    LiveFigures live =
        new LiveFigures(
            store.tasks(), store.assignments(), store.frames(), histograms, database, pace);
    RecoverFrames recover =
        new RecoverFrames(store.tasks(), store.frames(), end, histograms, database, pace);
    PlaceTasks place =
        new PlaceTasks(
            store.tasks(),
            store.assignments(),
            store.agents(),
            new PlaceTasks.Quota(store.assignments()::underWay, quota),
            signals,
            database);
    WithdrawOffers withdraw = new WithdrawOffers(store.tasks(), store.assignments());
    return new UseCases(
        new SubmitTask(
            store.tests(),
            store.machines(),
            store.tasks(),
            store.assignments(),
            place,
            database,
            clock,
            audit),
        new CancelTask(store.tasks(), store.assignments(), signals, database, clock, audit),
        hear,
        new AdmitAgent(store.agents(), audit, database),
        new AttachAgent(store.agents(), store.assignments(), lose, withdraw, place, database),
        new CheckInbox(store.assignments(), store.tasks()),
        new AnswerOffer(store.tasks(), store.assignments(), withdraw, database),
        new AcceptOffer(store.tasks(), store.assignments(), hear, signals, database, clock),
        new RecordFrames(store.assignments(), store.frames(), histograms, live, recover, database),
        live,
        recover,
        new FinishAssignment(
            store.assignments(), store.frames(), end, withdraw, signals, database, clock),
        place,
        new ExpireAssignments(store.assignments(), lose, withdraw, database, clock::nanos));
  }
}
