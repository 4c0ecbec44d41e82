package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import ru.perfscale.application.machine.AgentProtocol;
import ru.perfscale.application.simulation.Answer.Given;
import ru.perfscale.application.simulation.Answer.Gone;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.machine.AgentBoot;

/** One life of an agent towards the control plane: hello, heartbeats, polls. */
final class Session {
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofSeconds(35);

  private final SimulatedAgent agent;
  private final AgentBoot life;
  private final String boot;
  private final Backoff hellos;
  private final Backoff polls;
  private boolean over;
  private boolean begun;

  /**
   * What a poll brings.
   *
   * @param at what the server's clock said, by which starts are told as times from now
   */
  private record Told(Orders orders, Instant at) {}

  Session(SimulatedAgent agent) {
    this.agent = agent;
    this.life = agent.machine().nextLife();
    this.boot = life.id();
    this.hellos = new Backoff(agent.chance());
    this.polls = new Backoff(agent.chance());
  }

  /** Says hello until it is answered. */
  void begin() {
    agent.<Boolean>send(
        "hello",
        SimulatedAgent.LONG,
        (server, reply) ->
            server.answer(
                "hello",
                cases -> {
                  cases.admit().admit(agent.machine().agent(), life, AgentProtocol.VERSION, "m");
                  server.polls().release(agent.machine().agent().machine());
                  cases.attach().attach(agent.machine().agent(), life);
                  return true;
                },
                reply),
        answer -> {
          if (answer instanceof Given<Boolean>) {
            agent.world().time().say("%s serves as %s", agent.machine(), boot);
            agent.machine().known(boot);
            beat();
            poll();
          } else {
            agent.after(hellos.next(), this::begin);
          }
        });
  }

  private void beat() {
    if (over) {
      return;
    }
    agent.<Boolean>ask(
        "heartbeat",
        SimulatedAgent.SHORT,
        (cases, who) -> {
          cases.hear().hear(who, boot);
          return true;
        },
        answer -> {
          if (answer instanceof Gone<Boolean>) {
            end();
          } else {
            agent.after(HEARTBEAT, this::beat);
          }
        });
  }

  private void poll() {
    if (over || agent.isClosed()) {
      return;
    }
    Duration start = agent.world().time().now();
    var running = agent.running(boot);
    agent.<Told>send(
        "poll",
        POLL,
        (server, reply) ->
            server.answer(
                "poll",
                cases -> {
                  cases.hear().hear(agent.machine().agent(), boot);
                  return true;
                },
                heard -> {
                  switch (heard) {
                    case Given<Boolean> yes ->
                        server
                            .polls()
                            .await(
                                agent.machine().agent().machine(),
                                server.life(),
                                cases ->
                                    cases.inbox().check(agent.machine().agent(), boot, running),
                                orders ->
                                    reply.accept(orders.map(news -> new Told(news, server.now()))));
                    case Gone<Boolean>(String why) -> reply.accept(new Gone<>(why));
                    case Answer.Unavailable<Boolean>(boolean there) ->
                        reply.accept(new Answer.Unavailable<>(there));
                  }
                }),
        answer -> told(answer, start));
  }

  private void told(Answer<Told> answer, Duration start) {
    if (over || agent.isClosed()) {
      return;
    }
    switch (answer) {
      case Given<Told>(Told told) -> {
        polls.reset();
        Duration rest = IDLE_POLL.minus(agent.world().time().now().minus(start));
        boolean pauses = !agent.obey(told.orders(), told.at(), boot) && rest.isPositive();
        agent.after(pauses ? rest : Duration.ZERO, this::poll);
      }
      case Gone<Told> gone -> end();
      case Answer.Unavailable<Told> none -> agent.after(polls.next(), this::poll);
    }
  }

  /** This life does not count any more: all loads end, then a new one begins. */
  private void end() {
    if (!over) {
      over = true;
      agent.world().time().say("%s: %s does not count any more", agent.machine(), boot);
      agent.abortAll();
      loadsMayBeOver();
    }
  }

  void loadsMayBeOver() {
    if (over && !begun && agent.areLoadsOver()) {
      begun = true;
      agent.beginAnew();
    }
  }
}
