package ru.perfscale.adapters.http.agent;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.machine.MachineId;

/**
 * One poll that waits. It looks one look at a time; a wake during a look makes it look once more,
 * so that no news is missed.
 *
 * <p>An agent that is told of an offer or a cancel needs time to act on it, and polls meanwhile. So
 * what it was told the last time is told again only after a pause, or it would poll without one.
 */
final class WaitingPoll {
  private final PollHub hub;
  private final MachineId machine;
  private final Supplier<Orders> look;
  private final CompletableFuture<Orders> answer = new CompletableFuture<>();
  private final long since = System.nanoTime();
  private OptionalLong seen = OptionalLong.empty();
  private boolean looking;
  private boolean woken;
  private boolean holdsBack;
  private Future<?> next;

  WaitingPoll(PollHub hub, MachineId machine, Supplier<Orders> look) {
    this.hub = hub;
    this.machine = machine;
    this.look = look;
  }

  CompletableFuture<Orders> answer() {
    return answer;
  }

  void answer(Orders orders) {
    hub.ended(this, machine, orders);
    answer.complete(orders);
  }

  /** Looks when its machine is not as it was seen before, or when it has waited long enough. */
  void see(long state) {
    synchronized (this) {
      boolean same = seen.equals(OptionalLong.of(state));
      seen = OptionalLong.of(state);
      if (same && waited().compareTo(hub.longest()) < 0) {
        return;
      }
    }
    look();
  }

  private Duration waited() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Looks for news soon, on another thread. */
  void look() {
    synchronized (this) {
      if (answer.isDone()) {
        return;
      }
      if (looking) {
        woken = true;
        return;
      }
      looking = true;
      if (next != null) {
        next.cancel(false);
      }
    }
    try {
      hub.execute(this::lookUntilQuiet);
    } catch (RejectedExecutionException e) {
      answer(PollHub.NO_NEWS);
    }
  }

  private void lookUntilQuiet() {
    do {
      try {
        lookOnce();
      } catch (RuntimeException e) {
        hub.ended(this, machine, PollHub.NO_NEWS);
        answer.completeExceptionally(e);
      }
    } while (isToLookAgain());
  }

  private void lookOnce() {
    Orders orders = look.get();
    boolean isRepetition = hub.wasTold(machine, orders) && waited().compareTo(hub.pause()) < 0;
    holdsBack = !orders.isEmpty() && isRepetition;
    if (!orders.isEmpty() && !isRepetition) {
      answer(orders);
    } else if (waited().compareTo(hub.longest()) >= 0) {
      answer(PollHub.NO_NEWS);
    }
  }

  private synchronized boolean isToLookAgain() {
    if (answer.isDone()) {
      return false;
    }
    if (woken) {
      woken = false;
      return true;
    }
    looking = false;
    if (holdsBack) {
      try {
        next = hub.schedule(this::look, hub.pause());
      } catch (RejectedExecutionException e) {
        answer(PollHub.NO_NEWS);
      }
    }
    return false;
  }
}
