package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.Optional;
import ru.perfscale.application.simulation.Answer.Given;
import ru.perfscale.application.simulation.Answer.Gone;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.AcceptOffer.WorkOrder;
import ru.perfscale.domain.loadtest.Tool;

/** An agent brings the tool that an offer needs, and accepts. */
final class OfferAnswer {
  private static final Duration PREPARING = Duration.ofSeconds(3);

  private final SimulatedAgent agent;
  private final SimulatedRun run;
  private final String boot;
  private final Tool tool;

  OfferAnswer(SimulatedAgent agent, SimulatedRun run, String boot, Tool tool) {
    this.agent = agent;
    this.run = run;
    this.boot = boot;
    this.tool = tool;
  }

  void begin() {
    if (agent.machine().installed().contains(tool)) {
      acceptUnlessStopped();
    } else {
      prepare(agent.world().time().now().plus(agent.chance().upTo(Duration.ofSeconds(40))));
    }
  }

  private void prepare(Duration installedAt) {
    if (run.isStopped() || agent.world().time().now().compareTo(installedAt) >= 0) {
      agent.machine().installed().add(tool);
      acceptUnlessStopped();
      return;
    }
    agent.<Boolean>ask(
        "preparing",
        SimulatedAgent.SHORT,
        (cases, who) -> {
          cases
              .answer()
              .preparing(who, run.claim().assignment(), run.claim().epoch(), "installing");
          return true;
        },
        answer -> {
          if (answer instanceof Gone<Boolean>) {
            run.done();
          } else {
            agent.after(PREPARING, () -> prepare(installedAt));
          }
        });
  }

  private void acceptUnlessStopped() {
    if (run.isStopped()) {
      agent.decline(run.claim());
      run.done();
    } else {
      accept(new Backoff(agent.chance()));
    }
  }

  private void accept(Backoff backoff) {
    agent.<WorkOrder>ask(
        "accept",
        SimulatedAgent.LONG,
        (cases, who) ->
            cases
                .accept()
                .accept(
                    who,
                    new Acceptance(
                        run.claim().assignment(), run.claim().epoch(), boot, Optional.empty())),
        answer -> {
          switch (answer) {
            case Given<WorkOrder>(WorkOrder order) -> run.perform(order);
            case Gone<WorkOrder> gone -> run.done();
            // It may have been accepted all the same: only an answer tells.
            case Answer.Unavailable<WorkOrder> none ->
                agent.after(backoff.next(), () -> accept(backoff));
          }
        });
  }
}
