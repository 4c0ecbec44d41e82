package ru.perfscale.application.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import ru.perfscale.application.simulation.Answer.Given;
import ru.perfscale.application.simulation.Answer.Gone;
import ru.perfscale.application.task.RecordFrames.Batch;
import ru.perfscale.domain.task.Frame;

/** Brings frames and the report to the control plane, one request at a time. */
final class Delivery {
  private final SimulatedAgent agent;
  private final Offered claim;
  private final Spool spool;
  private final BooleanSupplier dropped;
  private final Runnable done;
  private final Backoff backoff;
  private boolean asking;

  /**
   * @param dropped whether nobody wants the report any more
   * @param done when there is nothing left to deliver, or nobody wants it
   */
  Delivery(
      SimulatedAgent agent, Offered claim, Spool spool, BooleanSupplier dropped, Runnable done) {
    this.agent = agent;
    this.claim = claim;
    this.spool = spool;
    this.dropped = dropped;
    this.done = done;
    this.backoff = new Backoff(agent.chance());
  }

  /** Goes on from here by itself until all is delivered. */
  void ship() {
    if (asking) {
      return;
    }
    List<Frame> batch = spool.next();
    if (!batch.isEmpty()) {
      send(batch);
    } else if (!spool.isAllDelivered()) {
      spool.tell(this::ship);
    } else if (dropped.getAsBoolean() || spool.report().isEmpty()) {
      done.run();
    } else {
      finish(spool.ackedSeq());
    }
  }

  private void send(List<Frame> batch) {
    asking = true;
    agent.<Long>send(
        "frames",
        SimulatedAgent.LONG,
        (server, reply) -> server.answerAlone("frames", cases -> stored(cases, batch), reply),
        answer -> {
          asking = false;
          agent.world().invariants().answered(claim, spool, answer instanceof Gone<Long>);
          switch (answer) {
            case Given<Long>(Long seq) -> acknowledged(seq);
            case Gone<Long> gone -> done.run();
            case Answer.Unavailable<Long> none -> later();
          }
        });
  }

  private long stored(UseCases cases, List<Frame> batch) {
    return cases
        .record()
        .record(
            agent.machine().agent(),
            claim.assignment(),
            claim.epoch(),
            new Batch(batch, Optional.empty()));
  }

  private void acknowledged(long seq) {
    if (spool.isDiscarded()) {
      done.run();
      return;
    }
    agent.world().invariants().acknowledged(spool, seq);
    if (spool.acknowledge(seq)) {
      backoff.reset();
      ship();
    } else {
      later();
    }
  }

  private void later() {
    asking = true;
    agent.after(
        backoff.next(),
        () -> {
          asking = false;
          ship();
        });
  }

  private void finish(long lastSeq) {
    asking = true;
    agent.<Long>ask(
        "finish",
        SimulatedAgent.LONG,
        (cases, who) -> {
          long stored =
              cases
                  .finish()
                  .finish(
                      who,
                      claim.assignment(),
                      claim.epoch(),
                      spool.expected(lastSeq),
                      spool.report().orElseThrow());
          if (stored >= lastSeq) {
            cases.place().place();
          }
          return stored;
        },
        answer -> {
          asking = false;
          switch (answer) {
            case Given<Long>(Long stored) -> {
              agent.world().invariants().acknowledged(spool, stored);
              done.run();
            }
            case Gone<Long> gone -> done.run();
            case Answer.Unavailable<Long> none -> later();
          }
        });
  }
}
