package ru.perfscale.application.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

class ExpireAssignmentsTest {
  private final Overdue overdue = new Overdue();
  private final AtomicLong nanos = new AtomicLong();
  private final Transactions transactions =
      new Transactions() {
        @Override
        public <T> T call(Supplier<T> work) {
          List<Assignment> before = List.copyOf(overdue.offers);
          try {
            return work.get();
          } catch (RuntimeException e) {
            overdue.offers.clear();
            overdue.offers.addAll(before);
            throw e;
          }
        }
      };
  private final ExpireAssignments expire =
      new ExpireAssignments(
          overdue, null, new WithdrawOffers(new NoTasks(), overdue), transactions, nanos::get);

  @Test
  void oneThatCannotBeEndedKeepsNoOtherFromIt() {
    overdue.poison = Optional.of(overdue.offers.getFirst().id());

    assertThatThrownBy(expire::expire).hasMessage("a poisoned row");

    assertThat(overdue.offers).extracting(Assignment::id).containsExactly(overdue.poison.get());
  }

  @Test
  void aFaultIsNoOutageSoThatContactLimitsGoOn() {
    overdue.poison = Optional.of(overdue.offers.getFirst().id());
    for (int second = 0; second < 10; second++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThatThrownBy(expire::expire).hasMessage("a poisoned row");
    }
    assertThat(overdue.watched).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void afterAnOutageEveryAgentGetsAFullLimit() {
    overdue.away = true;
    for (int second = 0; second < 10; second++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThatThrownBy(expire::expire).isInstanceOf(StorageUnavailable.class);
    }
    overdue.away = false;
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    expire.expire();
    assertThat(overdue.watched).isEqualTo(Duration.ZERO);
  }

  /** The tasks of the offers are of no interest here. */
  private static final class NoTasks implements TaskRepository {
    @Override
    public Optional<Task> lock(TaskRef task) {
      return Optional.empty();
    }

    @Override
    public void add(Task task, String script) {
      throw new AssertionError("Expiry adds nothing");
    }

    @Override
    public Optional<Task> find(TaskRef task) {
      throw new AssertionError("Expiry locks what it looks at");
    }

    @Override
    public List<Task> page(TenantId tenant, Optional<TaskId> after, int limit) {
      throw new AssertionError("Expiry lists nothing");
    }

    @Override
    public boolean isOpen(TaskRef task, Duration afterItsEnd) {
      throw new AssertionError("Expiry asks for no age");
    }

    @Override
    public void pin(TaskRef task, boolean pinned) {
      throw new AssertionError("Expiry pins nothing");
    }

    @Override
    public List<TaskId> unfinished(TenantId tenant) {
      throw new AssertionError("Expiry knows what it looks for");
    }

    @Override
    public void save(Task task) {
      throw new AssertionError("There is no task");
    }

    @Override
    public String script(TaskRef task) {
      throw new AssertionError("Expiry asks for no script");
    }
  }

  /** Three offers that nobody answered; saving one takes it off the list. */
  private static final class Overdue implements AssignmentRepository {
    private final List<Assignment> offers = new ArrayList<>();
    private Optional<AssignmentId> poison = Optional.empty();
    private Duration watched = Duration.ZERO;
    private boolean away;

    private Overdue() {
      for (int i = 0; i < 3; i++) {
        TaskRef task = new TaskRef(TenantId.single(), TaskId.next());
        offers.add(Assignment.open(task).offerTo(MachineId.next()));
      }
    }

    @Override
    public List<Assignment> lockOverdue(Duration offerLimit, Duration watchedFor) {
      if (away) {
        throw new StorageUnavailable(new IllegalStateException("away"));
      }
      watched = watchedFor;
      return List.copyOf(offers);
    }

    @Override
    public void save(Assignment assignment) {
      if (poison.equals(Optional.of(assignment.id()))) {
        throw new IllegalStateException("a poisoned row");
      }
      offers.removeIf(offer -> offer.id().equals(assignment.id()));
    }

    @Override
    public void add(Assignment assignment) {
      throw new AssertionError("Expiry adds nothing");
    }

    @Override
    public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
      throw new AssertionError("Expiry locks what is overdue only");
    }

    @Override
    public List<Assignment> lockAll(TaskRef task) {
      throw new AssertionError("Expiry locks what is overdue only");
    }

    @Override
    public List<Assignment> lockOpen(int limit) {
      throw new AssertionError("Expiry locks what is overdue only");
    }

    @Override
    public Map<MachineId, Long> states(Set<MachineId> machines) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Held> heldBy(Agent agent) {
      throw new AssertionError("Expiry asks for no machine");
    }
  }
}
