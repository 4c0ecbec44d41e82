package ru.perfscale.adapters.persistence.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.Assignment;

final class JdbiAssignmentRepositoryTest implements AssignmentRepositoryContract {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  @Override
  public Storage storage() {
    return database.storage();
  }

  @Override
  public void silence(Agent agent, Duration since) {
    database.silence(agent, since);
  }

  @Override
  public void age(Assignment offered, Duration old) {
    database.execute(
        "UPDATE claim SET offered_at = now() - ? * interval '1 millisecond' WHERE assignment = ?",
        old.toMillis(),
        offered.id().value());
  }

  @Test
  void whatHasEndedIsNoClaim() {
    Workspace workspace = Workspace.in(storage());
    Assignment running = workspace.running(workspace.serving("worker"));
    assertThat(claims(running)).isEqualTo(1);
    storage().assignments().save(running.finished());
    assertThat(claims(running)).isZero();
    storage().assignments().save(running.finished().acknowledged(9));
    assertThat(claims(running)).isZero();
  }

  private long claims(Assignment assignment) {
    return database.number(
        "SELECT count(*) FROM claim WHERE assignment = ?", assignment.id().value());
  }
}
