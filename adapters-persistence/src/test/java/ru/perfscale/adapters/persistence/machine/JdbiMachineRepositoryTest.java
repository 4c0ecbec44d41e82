package ru.perfscale.adapters.persistence.machine;

import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.domain.machine.Agent;

final class JdbiMachineRepositoryTest
    implements MachineRepositoryContract, AgentRepositoryContract, JoinTokenRepositoryContract {
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
  public void maintain(Agent agent) {
    database.execute("UPDATE machine SET maintenance = true WHERE id = ?", agent.machine().value());
  }
}
