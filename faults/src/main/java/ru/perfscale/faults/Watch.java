package ru.perfscale.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import ru.perfscale.faults.stage.Api;
import ru.perfscale.faults.stage.Await;

/**
 * Looks at one task all the time, as a user's browser would, and remembers what was shown. A thread
 * of its own looks; anybody may ask what it saw.
 */
final class Watch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Set<String> ENDS = Set.of("passed", "failed", "cancelled", "timeout");

  private final Api api;
  private final String task;
  private final List<String> statuses = new ArrayList<>();
  private final Set<String> complaints = new LinkedHashSet<>();
  private final Thread thread;
  private Optional<Seen> last = Optional.empty();
  private Optional<Seen> contactLost = Optional.empty();
  private Optional<Seen> firstEnd = Optional.empty();

  private Watch(Api api, String task) {
    this.api = api;
    this.task = task;
    this.thread = Thread.ofVirtual().start(this::look);
  }

  static Watch begin(Api api, String task) {
    return new Watch(api, task);
  }

  private void look() {
    try {
      while (true) {
        lookOnce();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException | IllegalStateException e) {
      // Closed.
    }
  }

  private void lookOnce() {
    Optional<Api.Answer> answer = api.tryCall("GET", "/tasks/" + task, null);
    answer.ifPresent(this::note);
  }

  private synchronized void note(Api.Answer answer) {
    if (answer.status() == 200) {
      note(new Seen(answer.body(), System.nanoTime()));
    } else if (answer.status() == 503 && answer.retryAfter().isEmpty()) {
      complaints.add("a 503 has no Retry-After");
    } else if (answer.status() != 503) {
      complaints.add("GET is answered " + answer.status() + " " + answer.body());
    }
  }

  private void note(Seen seen) {
    last = Optional.of(seen);
    if (contactLost.isEmpty() && seen.isContactLost()) {
      contactLost = last;
    }
    if (statuses.isEmpty() || !statuses.getLast().equals(seen.status())) {
      if (!statuses.isEmpty() && ENDS.contains(statuses.getLast())) {
        complaints.add("it went from %s to %s".formatted(statuses.getLast(), seen.status()));
      }
      if (statuses.contains(seen.status())) {
        complaints.add("it was " + seen.status() + " again: " + statuses);
      }
      statuses.add(seen.status());
    }
    if (firstEnd.isEmpty() && seen.isOver()) {
      firstEnd = last;
    }
  }

  /** Waits until it was seen like that; empty when that takes too long. */
  Optional<Seen> await(Duration limit, Predicate<Seen> condition) {
    return Await.value(limit, () -> last().filter(condition));
  }

  synchronized Optional<Seen> last() {
    return last;
  }

  /** When it first showed that contact is lost. */
  synchronized Optional<Seen> contactLost() {
    return contactLost;
  }

  /** When it first showed its end. */
  synchronized Optional<Seen> firstEnd() {
    return firstEnd;
  }

  /** What must not have been seen. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
