package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.InstantSource;
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

/** The real use cases, put together as the control plane does, once for each life of a server. */
record UseCases(
    SubmitTask submit,
    CancelTask cancel,
    HearAgent hear,
    AttachAgent attach,
    CheckInbox inbox,
    AnswerOffer answer,
    AcceptOffer accept,
    RecordFrames record,
    LiveFigures live,
    FinishAssignment finish,
    PlaceTasks place,
    ExpireAssignments expire) {

  static UseCases of(Store store, AgentSignals signals, InstantSource clock, Timeline time) {
    Database database = store.database();
    CountedHistograms histograms = new CountedHistograms();
    HearAgent hear = new HearAgent(store.agents());
    EndAssignment end =
        new EndAssignment(
            store.tasks(),
            store.assignments(),
            store.reports(),
            store.machines(),
            store.frames(),
            histograms);
    LoseAssignment lose = new LoseAssignment(store.tasks(), store.frames(), end, clock);
    LiveFigures live =
        new LiveFigures(
            store.tasks(),
            store.assignments(),
            store.frames(),
            histograms,
            database,
            new LiveFigures.Pace(Duration.ofSeconds(1), time::nanos));
    PlaceTasks place =
        new PlaceTasks(store.tasks(), store.assignments(), store.agents(), signals, database);
    return new UseCases(
        new SubmitTask(store.tests(), store.tasks(), store.assignments(), place, database, clock),
        new CancelTask(store.tasks(), store.assignments(), signals, database, clock),
        hear,
        new AttachAgent(store.agents(), store.assignments(), lose, place, database),
        new CheckInbox(store.assignments(), store.tasks()),
        new AnswerOffer(store.tasks(), store.assignments(), database),
        new AcceptOffer(store.tasks(), store.assignments(), hear, database, clock),
        new RecordFrames(
            store.assignments(),
            store.frames(),
            histograms,
            live,
            new RecoverFrames(store.tasks(), store.frames(), end, histograms),
            database),
        live,
        new FinishAssignment(store.assignments(), store.frames(), end, database, clock),
        place,
        new ExpireAssignments(store.assignments(), lose, database, time::nanos));
  }
}
