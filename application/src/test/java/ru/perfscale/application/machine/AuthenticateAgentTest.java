package ru.perfscale.application.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Placement;

class AuthenticateAgentTest {
  private static final String CREDENTIAL = "psm_1";

  private final Enrolled enrolled = new Enrolled();
  private final AtomicLong now = new AtomicLong(-7);
  private final AuthenticateAgent authenticate = new AuthenticateAgent(enrolled, now::get);
  private final Agent agent = new Agent(MachineId.next(), TenantId.parse("claim:demo"));

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void whoWasLookedUpIsBelievedForFiveSeconds() {
    enrolled.enrol(agent, CredentialHash.of(CREDENTIAL));
    assertThat(authenticate.believed(CREDENTIAL)).isEmpty();

    authenticate.authenticate(CREDENTIAL);

    pass(4.9);
    assertThat(authenticate.believed(CREDENTIAL)).contains(agent);
    assertThat(authenticate.believed("psm_2")).isEmpty();
    pass(0.2);
    assertThat(authenticate.believed(CREDENTIAL)).isEmpty();
  }

  @Test
  void aLookThatFindsNobodyEndsTheBelief() {
    enrolled.enrol(agent, CredentialHash.of(CREDENTIAL));
    authenticate.authenticate(CREDENTIAL);
    enrolled.agents.clear();

    assertThatThrownBy(() -> authenticate.authenticate(CREDENTIAL))
        .isInstanceOf(Unauthenticated.class);

    assertThat(authenticate.believed(CREDENTIAL)).isEmpty();
  }

  @Test
  void strangersAreNotRemembered() {
    enrolled.enrol(agent, CredentialHash.of(CREDENTIAL));
    authenticate.authenticate(CREDENTIAL);

    for (int i = 0; i < 20_000; i++) {
      String guess = "psm_guess_" + i;
      assertThatThrownBy(() -> authenticate.authenticate(guess))
          .isInstanceOf(Unauthenticated.class);
    }

    assertThat(authenticate.believed(CREDENTIAL)).contains(agent);
  }

  /** Who has which credential, and nothing else. */
  private static final class Enrolled implements AgentRepository {
    private final Map<CredentialHash, Agent> agents = new HashMap<>();

    @Override
    public void enrol(Agent agent, CredentialHash credential) {
      agents.put(credential, agent);
    }

    @Override
    public Optional<Agent> find(CredentialHash credential) {
      return Optional.ofNullable(agents.get(credential));
    }

    @Override
    public Optional<Present> present(Agent agent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void attach(Agent agent, AgentBoot boot) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean heard(Agent agent, String boot) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void drain(Agent agent, String boot) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Placement.Candidate> candidates(TenantId tenant) {
      throw new UnsupportedOperationException();
    }
  }
}
