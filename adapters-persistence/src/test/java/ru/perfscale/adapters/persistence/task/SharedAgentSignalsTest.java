package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.domain.machine.MachineId;

/** Two servers on one database. */
final class SharedAgentSignalsTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private static final int PATIENCE_SECONDS = 60;

  private final BlockingQueue<MachineId> wokenHere = new LinkedBlockingQueue<>();
  private final BlockingQueue<MachineId> wokenThere = new LinkedBlockingQueue<>();
  private final SharedAgentSignals here =
      SharedAgentSignals.start(database.database(), wokenHere::add);
  private final SharedAgentSignals there =
      SharedAgentSignals.start(database.database(), wokenThere::add);

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  /** Signals may be lost while a listener is not there yet, so it is told until it hears. */
  private static void tellUntilHeard(SharedAgentSignals teller, BlockingQueue<MachineId> hearer)
      throws InterruptedException {
    MachineId probe = MachineId.next();
    for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
      teller.wake(probe);
      for (MachineId woken = hearer.poll(100, TimeUnit.MILLISECONDS);
          woken != null;
          woken = hearer.poll()) {
        if (woken.equals(probe)) {
          return;
        }
      }
    }
    throw new AssertionError("nothing was heard within " + PATIENCE_SECONDS + " s");
  }

  @Test
  void anAgentIsWokenAtWhateverServerItWaits() throws InterruptedException {
    tellUntilHeard(here, wokenThere);
    tellUntilHeard(there, wokenHere);
    MachineId machine = MachineId.next();
    wokenHere.clear();
    there.wake(machine);

    assertThat(awaited(wokenHere, machine)).isTrue();
  }

  @Test
  void whoWaitsHereIsWokenOnceAndWithoutTheDatabase() throws InterruptedException {
    tellUntilHeard(here, wokenThere);
    MachineId machine = MachineId.next();
    wokenHere.clear();
    here.wake(machine);

    assertThat(wokenHere).containsExactly(machine);
    assertThat(awaited(wokenThere, machine)).isTrue();
    tellUntilHeard(there, wokenHere);
    assertThat(wokenHere).as("its own words come back to nobody").doesNotContain(machine);
  }

  @Test
  void aConnectionThatBreaksIsOpenedAgain() throws InterruptedException {
    tellUntilHeard(here, wokenThere);
    tellUntilHeard(there, wokenHere);
    List<String> cut =
        database.texts(
            "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity"
                + " WHERE application_name = 'perfscale-listener' AND datname = current_database()");
    assertThat(cut).containsExactly("true", "true");
    wokenThere.clear();

    tellUntilHeard(here, wokenThere);
    tellUntilHeard(there, wokenHere);
  }

  private static boolean awaited(BlockingQueue<MachineId> woken, MachineId machine)
      throws InterruptedException {
    for (MachineId next = woken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        next != null;
        next = woken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      if (next.equals(machine)) {
        return true;
      }
    }
    return false;
  }
}
