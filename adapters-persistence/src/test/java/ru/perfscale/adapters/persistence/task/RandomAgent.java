package ru.perfscale.adapters.persistence.task;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import ru.perfscale.adapters.persistence.SummingHistograms;
import ru.perfscale.adapters.persistence.UseCases;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.CheckInbox.Offer;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.application.task.FinishAssignment.Expected;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;

/** An agent that follows the protocol, at random: it declines, repeats itself, and is restarted. */
final class RandomAgent {
  private static final long FRAMES = 4;
  private static final Series SERIES =
      new Series(
          "label", Series.Kind.HTTP, Series.Outcome.OK, Series.Phase.MAIN, Series.Measure.SERVICE);

  private final UseCases server;
  private final Agent agent;
  private final Random random;
  private final Map<AssignmentId, Run> running = new HashMap<>();
  private int life;

  RandomAgent(UseCases server, Agent agent, long seed) {
    this.server = server;
    this.agent = agent;
    random = new Random(seed);
  }

  /** One turn: what the poll says, then something of each run. */
  void turn() {
    if (life == 0 || random.nextInt(60) == 0) {
      restart();
    }
    orders().ifPresent(this::follow);
    for (Run run : List.copyOf(running.values())) {
      unlessRefused(() -> advance(run));
    }
  }

  private void restart() {
    running.clear();
    life++;
    AgentBoot boot = new AgentBoot(boot(), EnumSet.of(Tool.K6), Set.of());
    server.attach().attach(agent, boot);
    if (random.nextInt(4) == 0) {
      server.attach().attach(agent, boot);
    }
  }

  private String boot() {
    return "life-" + life;
  }

  private Optional<Orders> orders() {
    Map<AssignmentId, Epoch> epochs =
        running.values().stream().collect(Collectors.toMap(run -> run.id, run -> run.epoch));
    try {
      server.hear().hear(agent, boot());
      return Optional.of(server.inbox().check(agent, boot(), epochs));
    } catch (Refusal.Conflict e) {
      restart();
      return Optional.empty();
    }
  }

  private void follow(Orders orders) {
    orders.drops().forEach(running::remove);
    orders.cancels().forEach(id -> unlessRefused(() -> finish(running.get(id), true)));
    orders.offers().forEach(offer -> unlessRefused(() -> answer(offer)));
  }

  private void answer(Offer offer) {
    switch (random.nextInt(10)) {
      case 0 -> server.answer().decline(agent, offer.assignment(), offer.epoch(), "no space left");
      case 1 ->
          server.answer().preparing(agent, offer.assignment(), offer.epoch(), "installing k6");
      default -> {
        accept(offer);
        if (random.nextInt(4) == 0) {
          accept(offer);
        }
      }
    }
  }

  private void accept(Offer offer) {
    server
        .accept()
        .accept(agent, new Acceptance(offer.assignment(), offer.epoch(), boot(), Optional.empty()));
    running.putIfAbsent(offer.assignment(), new Run(offer.assignment(), offer.epoch()));
  }

  private void advance(Run run) {
    if (run.acked >= FRAMES) {
      finish(run, false);
      return;
    }
    long from = Math.max(1, run.acked + random.nextInt(-2, 3));
    long to = Math.min(FRAMES, from + random.nextInt(4));
    List<Frame> batch = LongStream.rangeClosed(from, to).mapToObj(RandomAgent::frame).toList();
    if (!batch.isEmpty()) {
      run.acked =
          server
              .record()
              .record(agent, run.id, run.epoch, new RecordFrames.Batch(batch, Optional.empty()));
    }
  }

  private void finish(Run run, boolean cancelled) {
    if (run == null) {
      return;
    }
    long last = cancelled ? run.acked : FRAMES;
    long acked =
        server
            .finish()
            .finish(
                agent,
                run.id,
                run.epoch,
                new Expected(last, last == 0 ? Map.of() : Map.of(SERIES, last)),
                new RunReport(
                    cancelled ? RunReport.End.CANCELLED : RunReport.End.COMPLETED,
                    "",
                    false,
                    Optional.of(new LatencyMeaning("any", Duration.ofNanos(1))),
                    "the log"));
    if (acked >= last) {
      running.remove(run.id);
    }
  }

  private static Frame frame(long seq) {
    Tally tally = new Tally(1, 0, 5, 5, 5, new Tally.Span(seq, seq + 5));
    Interval interval = new Interval(SERIES, tally, SummingHistograms.of(1));
    return new Frame(seq, seq, List.of(interval), OptionalInt.of(1), 0, 0);
  }

  /** What is refused is not this agent's any more, or not yet its turn. */
  private static void unlessRefused(Runnable work) {
    try {
      work.run();
    } catch (Refusal e) {
      // The next poll tells what to do instead.
    }
  }

  private static final class Run {
    private final AssignmentId id;
    private final Epoch epoch;
    private long acked;

    Run(AssignmentId id, Epoch epoch) {
      this.id = id;
      this.epoch = epoch;
    }
  }
}
