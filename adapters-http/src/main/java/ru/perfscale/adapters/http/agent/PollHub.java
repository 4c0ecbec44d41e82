package ru.perfscale.adapters.http.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import ru.perfscale.application.task.AgentSignals;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.machine.MachineId;

/**
 * The polls of agents that wait for news, one per machine: a newer one takes the place of an older
 * one. A poll looks for news at once, when it is woken, and when its machine is seen to have
 * changed: a wake may get lost on its way from another server, so that all machines are looked at
 * together every second. Thread-safe.
 */
public final class PollHub implements AgentSignals, AutoCloseable {
  static final Orders NO_NEWS = new Orders(List.of(), List.of(), List.of(), List.of());

  private final Duration longest;
  private final Duration pause;
  private final Map<MachineId, WaitingPoll> waiting = new ConcurrentHashMap<>();
  private final Map<MachineId, Orders> lastTold = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService looks =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("agent-poll-", 0).factory());

  public PollHub() {
    this(Duration.ofSeconds(25), Duration.ofSeconds(1));
  }

  /**
   * @param longest how long a poll waits
   * @param pause between two looks at all machines, and until the same is told again
   */
  PollHub(Duration longest, Duration pause) {
    this.longest = longest;
    this.pause = pause;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("agent-poll-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void wake(MachineId machine) {
    WaitingPoll poll = waiting.get(machine);
    if (poll != null) {
      poll.look();
    }
  }

  /**
   * Begins to look at the machines of all waiting polls, every second.
   *
   * @param states a number for each machine, which changes with what its agent is to be told; no
   *     number counts as 0; may block
   */
  void watch(Function<Set<MachineId>, Map<MachineId, Long>> states) {
    try {
      schedule(() -> execute(() -> lookAtAll(states)), pause);
    } catch (RejectedExecutionException e) {
      // Closed.
    }
  }

  private void lookAtAll(Function<Set<MachineId>, Map<MachineId, Long>> states) {
    Map<MachineId, WaitingPoll> all = Map.copyOf(waiting);
    try {
      if (!all.isEmpty()) {
        Map<MachineId, Long> found = states.apply(all.keySet());
        all.forEach((machine, poll) -> poll.see(found.getOrDefault(machine, 0L)));
      }
    } catch (RuntimeException e) {
      // Each says itself why it cannot be answered.
      all.values().forEach(WaitingPoll::look);
    }
    watch(states);
  }

  /**
   * Waits for news.
   *
   * @param look reads what is wanted of the agent; may block
   * @return completes with the news, or with none after 25 s, or exceptionally as {@code look}
   *     fails
   */
  CompletableFuture<Orders> await(MachineId machine, Supplier<Orders> look) {
    WaitingPoll poll = new WaitingPoll(this, machine, look);
    WaitingPoll older = waiting.put(machine, poll);
    if (older != null) {
      older.answer(NO_NEWS);
    }
    poll.look();
    return poll.answer();
  }

  /** Ends the machine's waiting poll, if there is one, since it belongs to an earlier life. */
  void release(MachineId machine) {
    lastTold.remove(machine);
    WaitingPoll poll = waiting.get(machine);
    if (poll != null) {
      poll.answer(NO_NEWS);
    }
  }

  /** Ends all waiting polls, without news. */
  @Override
  public void close() {
    timer.shutdownNow();
    waiting.values().forEach(poll -> poll.answer(NO_NEWS));
    looks.shutdown();
  }

  /** How many polls wait. */
  int waiting() {
    return waiting.size();
  }

  Duration longest() {
    return longest;
  }

  Duration pause() {
    return pause;
  }

  /** Whether the machine's agent was told exactly this the last time. */
  boolean wasTold(MachineId machine, Orders orders) {
    return orders.equals(lastTold.get(machine));
  }

  void ended(WaitingPoll poll, MachineId machine, Orders told) {
    waiting.remove(machine, poll);
    if (told.isEmpty()) {
      lastTold.remove(machine);
    } else {
      lastTold.put(machine, told);
    }
  }

  void execute(Runnable look) {
    looks.execute(look);
  }

  ScheduledFuture<?> schedule(Runnable task, Duration delay) {
    return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
