package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.Round;
import ru.perfscale.faults.Seen;
import ru.perfscale.faults.Trial;
import ru.perfscale.faults.load.Load;
import ru.perfscale.faults.network.Deed;
import ru.perfscale.faults.network.Meddler;
import ru.perfscale.faults.stage.Machine;

/** What an agent asks for is done, and the first answers to each question are lost. */
public final class ALostAnswerIsAskedForAgain implements Fault {
  @Override
  public int number() {
    return 10;
  }

  @Override
  public void put(Round round) {
    Machine machine = round.stage().machines(1).getFirst();
    machine.line().set(new FirstAnswers(round.chance(0.5) ? 1 : 3));

    round.requirePassed(round.submit(Load.lasting(Duration.ofSeconds(2))));

    machine.line().set(new FirstAnswers(1));
    Trial cancelled = round.submit(Load.lasting(Duration.ofMinutes(2)));
    cancelled.awaitSamples(1);
    int first = cancelled.cancel();
    int again = cancelled.cancel();
    round.require(first == 204, "a cancel is answered %d", first);
    if (round.awaitEnd(cancelled)) {
      Seen end = cancelled.last().orElseThrow();
      // The second question may come when the load is over already.
      round.require(again == 204 || again == 409, "its repetition is answered %d", again);
      round.require(end.status().equals("cancelled"), "it is %s", end.status());
      round.requireAll(cancelled, 0);
    }
  }

  /** Loses the first answers to every request to the same place. */
  private static final class FirstAnswers implements Meddler {
    private final int lost;
    private final ConcurrentMap<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    FirstAnswers(int lost) {
      this.lost = lost;
    }

    @Override
    public Deed answer(String path, int status) {
      int before = answers.computeIfAbsent(path, p -> new AtomicInteger()).getAndIncrement();
      return before < lost ? Deed.LOSE : Deed.PASS;
    }
  }
}
