package ru.perfscale.benchmarks.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.loadtest.JdbiLoadTestRepository;
import ru.perfscale.adapters.persistence.machine.JdbiAgentRepository;
import ru.perfscale.adapters.persistence.machine.JdbiMachineRepository;
import ru.perfscale.adapters.persistence.task.JdbiAssignmentRepository;
import ru.perfscale.adapters.persistence.task.JdbiTaskQueue;
import ru.perfscale.adapters.persistence.task.JdbiTaskRepository;
import ru.perfscale.application.machine.EnrolAgent;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.task.AcceptOffer;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.CheckInbox.Offer;
import ru.perfscale.application.task.PlaceTasks;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.OperatingSystem;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Task;

/**
 * The product's way to claim: as many queued tasks as machines; a task is offered by {@code
 * PlaceTasks}, its machine's agent finds the offer in its inbox and accepts it.
 */
final class Claims implements Contender {
  private static final TenantId TENANT = new TenantId(TenantId.Source.CLAIM, "claims");
  private static final String BOOT = "boot";
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final JdbiTransactions transactions;
  private final JdbiAgentRepository agents;
  private final JdbiTaskRepository tasks;
  private final JdbiAssignmentRepository assignments;
  private final BlockingQueue<MachineId> woken = new LinkedBlockingQueue<>();
  private final PlaceTasks place;
  private final CheckInbox inbox;
  private final AcceptOffer accept;
  private final LoadTest test;
  private final List<Agent> all;

  Claims(Database database, int machines) {
    transactions = database.transactions();
    agents = new JdbiAgentRepository(transactions);
    tasks = new JdbiTaskRepository(transactions);
    assignments = new JdbiAssignmentRepository(transactions);
    place =
        new PlaceTasks(
            tasks,
            assignments,
            agents,
            new PlaceTasks.Quota(new JdbiTaskQueue(transactions), OptionalInt.empty()),
            woken::add,
            transactions);
    inbox = new CheckInbox(assignments, tasks);
    accept =
        new AcceptOffer(
            tasks,
            assignments,
            new HearAgent(agents),
            woken::add,
            transactions,
            InstantSource.system());
    test =
        LoadTest.define(
            TENANT,
            new Definition(
                "claimed",
                Tool.CUSTOM,
                "true",
                new Load(OptionalInt.empty(), Optional.empty()),
                Limits.DEFAULT.time()),
            TestStatus.ACTIVE,
            Instant.now());
    new JdbiLoadTestRepository(transactions).add(test);
    EnrolAgent enrol =
        new EnrolAgent(
            new JdbiMachineRepository(transactions), agents, transactions, InstantSource.system());
    all = Stream.iterate(1, i -> i + 1).limit(machines).map(i -> enrolled(enrol, i)).toList();
  }

  private static Agent enrolled(EnrolAgent enrol, int number) {
    MachineDescription machine =
        new MachineDescription(
            "worker-" + number,
            new Hostname("worker-" + number + ".example"),
            Optional.empty(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            Capacity.UNKNOWN);
    return enrol.enrol(TENANT, machine).agent();
  }

  @Override
  public String name() {
    return "offer and accept";
  }

  @Override
  public int prepare() {
    transactions.inTransaction(
        handle ->
            Stream.of("claim", "assignment", "task_script", "task")
                .mapToInt(table -> handle.execute("DELETE FROM " + table))
                .sum());
    all.forEach(agent -> agents.attach(agent, new AgentBoot(BOOT, Set.of(Tool.CUSTOM), Set.of())));
    for (int i = 0; i < all.size(); i++) {
      Task task = Task.submit(TENANT, Plan.of(test, "nobody", Instant.now()));
      transactions.run(
          () -> {
            tasks.add(task, test.definition().script());
            assignments.add(Assignment.open(task.ref()));
          });
    }
    woken.clear();
    return all.size();
  }

  @Override
  public void claim(AtomicInteger left) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (left.get() > 0) {
      MachineId machine = woken.poll();
      if (machine != null) {
        accept(new Agent(machine, TENANT));
        left.decrementAndGet();
        continue;
      }
      place.place();
      MachineId next = woken.poll(1, TimeUnit.MILLISECONDS);
      if (next != null) {
        woken.add(next);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(left + " are left after " + LONGEST);
      }
    }
  }

  private void accept(Agent agent) {
    Offer offer = inbox.check(agent, BOOT, Map.of()).offers().getFirst();
    accept.accept(agent, new Acceptance(offer.assignment(), offer.epoch(), BOOT, Optional.empty()));
  }
}
