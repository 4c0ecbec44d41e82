package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import ru.perfscale.application.simulation.Answer.Given;
import ru.perfscale.application.simulation.Work.Life;
import ru.perfscale.application.task.AgentSignals;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.machine.MachineId;

/**
 * The polls that wait at one server, as its adapter keeps them: one per machine, a newer one ends
 * an older one, each looks when woken and every second, and what was told the last time is told
 * again only after a second.
 */
final class Polls implements AgentSignals {
  private static final Orders NO_NEWS = new Orders(List.of(), List.of(), List.of(), List.of());
  private static final Duration LONGEST = Duration.ofSeconds(25);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Timeline time;
  private final Server server;
  private final Map<MachineId, Waiting> waiting = new HashMap<>();
  private final Map<MachineId, Orders> lastTold = new HashMap<>();

  Polls(Timeline time, Server server) {
    this.time = time;
    this.server = server;
  }

  @Override
  public void wake(MachineId machine) {
    Waiting poll = waiting.get(machine);
    if (poll != null) {
      time.after(Duration.ZERO, poll::look);
    }
  }

  void await(
      MachineId machine, Life life, Function<UseCases, Orders> look, Consumer<Answer<Orders>> to) {
    Waiting poll = new Waiting(machine, life, look, to);
    Waiting older = waiting.put(machine, poll);
    if (older != null) {
      older.end(new Given<>(NO_NEWS));
    }
    time.after(Duration.ZERO, poll::look);
  }

  /** A new life of the agent has nothing to do with what an earlier one waits for. */
  void release(MachineId machine) {
    lastTold.remove(machine);
    Waiting poll = waiting.get(machine);
    if (poll != null) {
      poll.end(new Given<>(NO_NEWS));
    }
  }

  private final class Waiting {
    private final MachineId machine;
    private final Life life;
    private final Function<UseCases, Orders> look;
    private final Consumer<Answer<Orders>> to;
    private final Duration since = time.now();
    private boolean looking;
    private boolean woken;
    private boolean over;

    private Waiting(
        MachineId machine,
        Life life,
        Function<UseCases, Orders> look,
        Consumer<Answer<Orders>> to) {
      this.machine = machine;
      this.life = life;
      this.look = look;
      this.to = to;
    }

    private void look() {
      woken |= looking;
      if (!over && !looking && !life.isOver()) {
        looking = true;
        server.work("a look for news", life, this::lookOnce);
      }
    }

    private void lookOnce() {
      Answer<Orders> answer = server.asked("poll", () -> look.apply(server.useCases()));
      looking = false;
      Duration waited = time.now().minus(since);
      if (!(answer instanceof Given<Orders>(Orders orders))) {
        end(answer);
        return;
      }
      boolean repeats = orders.equals(lastTold.get(machine)) && waited.compareTo(PAUSE) < 0;
      if (!orders.isEmpty() && !repeats) {
        end(answer);
      } else if (waited.compareTo(LONGEST) >= 0) {
        end(new Given<>(NO_NEWS));
      } else {
        time.after(woken ? Duration.ZERO : PAUSE, this::look);
        woken = false;
      }
    }

    private void end(Answer<Orders> answer) {
      if (over) {
        return;
      }
      over = true;
      waiting.remove(machine, this);
      if (answer instanceof Given<Orders>(Orders orders) && !orders.isEmpty()) {
        lastTold.put(machine, orders);
      } else {
        lastTold.remove(machine);
      }
      to.accept(answer);
    }
  }
}
