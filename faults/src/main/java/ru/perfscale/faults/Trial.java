package ru.perfscale.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import ru.perfscale.faults.load.Diary;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deliveries.Acknowledged;
import ru.perfscale.faults.stage.Stage;

/** One task of a round: what the API shows of it, and what its load wrote down. */
public final class Trial implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String ACKED = "SELECT acked_seq FROM assignment WHERE id = ?";

  private final Stage stage;
  private final Load load;
  private final Diary diary;
  private final String id;
  private final int shares;
  private final Watch watch;

  private Trial(Stage stage, Load load, Diary diary, String id, int shares) {
    this.stage = stage;
    this.load = load;
    this.diary = diary;
    this.id = id;
    this.shares = shares;
    this.watch = Watch.begin(stage.api(), id);
  }

  /**
   * Defines a test and submits a task of it.
   *
   * @param shares how many machines
   * @param contactLimit in whole seconds
   * @param timeLimit such as {@code 4s}; null for the usual one
   */
  static Trial submit(
      Stage stage, Load load, String name, int shares, Duration contactLimit, String timeLimit) {
    Diary diary = stage.newDiary(name);
    Map<String, Object> test = new TreeMap<>();
    test.put("name", name);
    test.put("tool", "custom");
    test.put("script", load.script(diary.directory()));
    test.put("contact_limit", contactLimit.toSeconds() + "s");
    if (timeLimit != null) {
      test.put("time_limit", timeLimit);
    }
    JsonNode defined = stage.api().call("POST", "/tests", test, 201);
    Map<String, Object> task = new TreeMap<>();
    task.put("testId", defined.required("id").asText());
    if (shares > 1) {
      task.put("machines", shares);
    }
    String id = stage.api().call("POST", "/tasks", task, 202).required("id").asText();
    return new Trial(stage, load, diary, id, shares);
  }

  public String id() {
    return id;
  }

  public Diary diary() {
    return diary;
  }

  /** Waits until the load has begun and a server has heard of so many samples. */
  public void awaitSamples(long count) {
    watch
        .await(START_LIMIT, seen -> seen.isOver() || seen.requests() >= count)
        .filter(seen -> !seen.isOver())
        .orElseThrow(() -> new IllegalStateException(id + " does not begin: " + watch.last()));
  }

  /** Waits until it was shown like that. */
  public Optional<Seen> await(Duration limit, Predicate<Seen> condition) {
    return watch.await(limit, condition);
  }

  public Optional<Seen> last() {
    return watch.last();
  }

  public Optional<Seen> contactLost() {
    return watch.contactLost();
  }

  public Optional<Seen> firstEnd() {
    return watch.firstEnd();
  }

  /** Asks for the cancel of it; returns the status of the answer, 0 when there is none. */
  public int cancel() {
    return stage
        .api()
        .tryCall("DELETE", "/tasks/" + id, null)
        .map(answer -> answer.status())
        .orElse(0);
  }

  /** How many samples of it were acknowledged and are not stored. */
  long lostSamples() {
    long acknowledged = acknowledged().stream().mapToLong(Acknowledged::samples).sum();
    return Math.max(0, acknowledged - last().map(Seen::requests).orElse(0L));
  }

  /** How many frames of it were acknowledged and are not known to be. */
  long lostFrames() {
    long lost = 0;
    for (Acknowledged each : acknowledged()) {
      List<String> stored = stage.postgres().query(ACKED, each.assignment());
      lost += Math.max(0, each.seq() - (stored.isEmpty() ? 0 : Long.parseLong(stored.getFirst())));
    }
    return lost;
  }

  List<Acknowledged> acknowledged() {
    return stage.deliveries().of(id);
  }

  /** Loads of it beyond one for each machine. */
  int doubleRuns() {
    return Math.max(0, diary.starts() - shares);
  }

  /** How long the load went on after that moment; empty when it never began. */
  public Optional<Duration> loadOverAfter(Instant moment) {
    return diary.lastSign().stream()
        .mapToObj(Instant::ofEpochMilli)
        .map(sign -> Duration.between(moment, sign))
        .map(after -> after.isNegative() ? Duration.ZERO : after)
        .findFirst();
  }

  /** When the task ended, by the server's clock, which is this machine's. */
  public Optional<Instant> finishedAt() {
    return last()
        .map(seen -> seen.task().path("finished_at").asText(""))
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .map(Instant::parse);
  }

  /** The samples of all batches of all machines. */
  long plannedSamples() {
    return (long) load.batches() * Load.BATCH * shares;
  }

  List<String> complaints() {
    return watch.complaints();
  }

  @Override
  public void close() {
    watch.close();
  }
}
