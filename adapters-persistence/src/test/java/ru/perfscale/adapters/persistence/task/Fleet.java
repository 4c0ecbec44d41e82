package ru.perfscale.adapters.persistence.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.CheckInbox.Offer;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.application.task.FinishAssignment.Expected;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.ClockOffset;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;

/** Agents of a workspace that do what a test tells each of them. */
final class Fleet {
  static final Series SERIES =
      new Series(
          "label", Series.Kind.HTTP, Series.Outcome.OK, Series.Phase.MAIN, Series.Measure.SERVICE);

  private final UseCases server;
  private final List<Member> members;

  Fleet(UseCases server, Workspace workspace, int size) {
    this.server = server;
    members =
        IntStream.rangeClosed(1, size)
            .mapToObj(i -> new Member(workspace.serving("worker-" + i)))
            .toList();
  }

  List<Member> members() {
    return members;
  }

  Member get(int index) {
    return members.get(index);
  }

  /** One agent, with what it has accepted. */
  final class Member {
    final Agent agent;
    private Offer accepted;
    private long sent;

    private Member(Agent agent) {
      this.agent = agent;
    }

    Orders orders() {
      Map<AssignmentId, Epoch> running =
          accepted == null ? Map.of() : Map.of(accepted.assignment(), accepted.epoch());
      return server.inbox().check(agent, Workspace.BOOT, running);
    }

    Offer offer() {
      return orders().offers().getFirst();
    }

    void accept() {
      accept(Optional.empty());
    }

    void accept(Optional<ClockOffset> clock) {
      accepted = offer();
      sent = 0;
      server
          .accept()
          .accept(
              agent,
              new Acceptance(accepted.assignment(), accepted.epoch(), Workspace.BOOT, clock));
    }

    void decline(String why) {
      Offer offer = offer();
      server.answer().decline(agent, offer.assignment(), offer.epoch(), why);
    }

    /**
     * @param firstStart of its samples, by its clock
     */
    void measure(int frames, long firstStart) {
      List<Frame> batch =
          LongStream.rangeClosed(sent + 1, sent + frames)
              .mapToObj(seq -> frame(seq, firstStart))
              .toList();
      sent =
          server
              .record()
              .record(
                  agent,
                  accepted.assignment(),
                  accepted.epoch(),
                  new RecordFrames.Batch(batch, Optional.empty()));
    }

    void finish(RunReport.End end, String message) {
      server
          .finish()
          .finish(
              agent,
              accepted.assignment(),
              accepted.epoch(),
              new Expected(sent, sent == 0 ? Map.of() : Map.of(SERIES, sent)),
              new RunReport(
                  end,
                  message,
                  false,
                  Optional.of(new LatencyMeaning("any", Duration.ofNanos(1))),
                  "the log of " + agent.machine()));
    }

    private Frame frame(long seq, long firstStart) {
      Tally tally = new Tally(1, 0, 5, 5, 5, new Tally.Span(firstStart, firstStart + 5));
      return new Frame(
          seq,
          seq,
          List.of(new Interval(SERIES, tally, SummingHistograms.of(1))),
          OptionalInt.of(1),
          0,
          0);
    }
  }
}
