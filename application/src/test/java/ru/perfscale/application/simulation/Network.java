package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import ru.perfscale.application.simulation.Answer.Given;
import ru.perfscale.application.simulation.Answer.Unavailable;

/** Between agents and servers: what is sent may vanish, come late, come twice, overtake. */
final class Network {
  private static final Set<String> SIGNS_OF_LIFE = Set.of("hello", "heartbeat", "poll", "accept");

  private final Timeline time;
  private final Noise noise;
  private final Faults faults;
  private final List<Server> servers;
  private boolean quiet;

  /** How a request reaches a server. */
  interface Request<T> {
    void handle(Server server, Consumer<Answer<T>> reply);
  }

  /** An end of the network. */
  interface Caller {
    Chance chance();

    boolean canSend();

    boolean canReceive();

    /** Does something when the caller can, never when it is dead. */
    void run(Runnable action);
  }

  Network(Timeline time, Noise noise, Faults faults, List<Server> servers) {
    this.time = time;
    this.noise = noise;
    this.faults = faults;
    this.servers = servers;
  }

  void calmDown() {
    quiet = true;
  }

  /** Asks some server; exactly one answer comes, unless the caller dies. */
  <T> void ask(Caller caller, Duration timeout, Request<T> request, Consumer<Answer<T>> then) {
    Call<T> call = new Call<>(caller, then);
    time.after(timeout, () -> caller.run(() -> call.end(new Unavailable<>(false))));
    send(call, request, delay(caller.chance()));
    if (happens(caller.chance(), noise.doubled())) {
      faults.count("request repeated");
      send(call, request, caller.chance().upTo(Duration.ofSeconds(20)));
    }
  }

  private <T> void send(Call<T> call, Request<T> request, Duration delay) {
    Caller caller = call.caller;
    if (!caller.canSend()) {
      return;
    }
    if (happens(caller.chance(), noise.lost())) {
      faults.count("request lost");
      return;
    }
    time.after(delay, () -> arrive(call, request, caller.chance().oneOf(servers)));
  }

  private <T> void arrive(Call<T> call, Request<T> request, Server server) {
    if (server.isUp()) {
      request.handle(server, answer -> reply(call, answer));
    } else {
      // Nobody listens there: the caller learns at once.
      call.caller.run(() -> call.end(new Unavailable<>(false)));
    }
  }

  private <T> void reply(Call<T> call, Answer<T> answer) {
    Caller caller = call.caller;
    if (!caller.canReceive()) {
      return;
    }
    if (happens(caller.chance(), noise.lost())) {
      faults.count("answer lost");
      return;
    }
    time.after(delay(caller.chance()), () -> caller.run(() -> call.end(answer)));
  }

  private boolean happens(Chance chance, double probability) {
    return !quiet && chance.hits(probability);
  }

  private Duration delay(Chance chance) {
    if (happens(chance, noise.slow())) {
      faults.count("message slow");
      return chance.upTo(Duration.ofSeconds(20));
    }
    return chance.between(Duration.ofMillis(1), Duration.ofMillis(5));
  }

  private static final class Call<T> {
    private final Caller caller;
    private final Consumer<Answer<T>> then;
    private boolean over;

    private Call(Caller caller, Consumer<Answer<T>> then) {
      this.caller = caller;
      this.then = then;
    }

    private void end(Answer<T> answer) {
      if (!over) {
        over = true;
        then.accept(answer);
      }
    }
  }

  /**
   * Whether an answer is contact: that to a request by which the control plane hears an agent, or
   * any 503 of it.
   */
  static boolean isContact(String request, Answer<?> answer) {
    return answer instanceof Given<?> && SIGNS_OF_LIFE.contains(request)
        || answer instanceof Unavailable<?>(boolean heard) && heard;
  }
}
