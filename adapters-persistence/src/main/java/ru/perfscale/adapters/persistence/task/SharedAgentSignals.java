package ru.perfscale.adapters.persistence.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.Listener;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.task.AgentSignals;
import ru.perfscale.domain.machine.MachineId;

/**
 * Wakes agents that wait at any server on the same database. Those of this server are woken at
 * once; the others by {@code NOTIFY}, which a thread of its own says, so that nobody waits for it.
 * A signal that gets lost costs a second: polls look by themselves.
 */
public final class SharedAgentSignals implements AgentSignals, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedAgentSignals.class);
  private static final String CHANNEL = "perfscale_agent_news";
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_AT_ONCE = 1_000;

  private static final String NOTIFY =
      "SELECT pg_notify('" + CHANNEL + "', told) FROM unnest(:told) AS told";

  /** Tells its own words from those of others, to which alone it listens. */
  private final String server = UUID.randomUUID().toString();

  private final AgentSignals local;
  private final JdbiTransactions transactions;
  private final BlockingQueue<MachineId> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread teller;
  private final Listener listener;

  private SharedAgentSignals(Database database, AgentSignals local) {
    this.local = local;
    transactions = database.transactions();
    listener = database.listen(CHANNEL, this::hear);
    teller = Thread.ofPlatform().daemon().name("perfscale-signals").start(this::tell);
  }

  /**
   * @param local wakes the agents that wait at this server
   */
  public static SharedAgentSignals start(Database database, AgentSignals local) {
    return new SharedAgentSignals(database, local);
  }

  @Override
  public void wake(MachineId machine) {
    local.wake(machine);
    if (!waiting.offer(machine)) {
      LOG.debug("{} signals wait already; one is dropped", MOST_WAITING);
    }
  }

  private void hear(String told) {
    int space = told.indexOf(' ');
    if (space > 0 && !told.startsWith(server)) {
      local.wake(new MachineId(told.substring(space + 1)));
    }
  }

  private void tell() {
    try {
      while (true) {
        List<MachineId> due = new ArrayList<>(List.of(waiting.take()));
        waiting.drainTo(due, MOST_AT_ONCE - 1);
        tell(new LinkedHashSet<>(due));
      }
    } catch (InterruptedException e) {
      LOG.debug("Closed");
    }
  }

  private void tell(Collection<MachineId> machines) {
    List<String> told = machines.stream().map(machine -> server + " " + machine.value()).toList();
    try {
      transactions.statement(
          handle -> handle.createQuery(NOTIFY).bind("told", Columns.texts(told)).mapToMap().list());
    } catch (StorageUnavailable e) {
      LOG.debug("{} signals are lost: {}", told.size(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("{} signals are lost", told.size(), e);
    }
  }

  @Override
  public void close() {
    teller.interrupt();
    listener.close();
    try {
      teller.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
