package ru.perfscale.adapters.persistence.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.adapters.persistence.Concurrently;
import ru.perfscale.adapters.persistence.FreshDatabase;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.IssueJoinToken;
import ru.perfscale.application.machine.JoinMachine;
import ru.perfscale.application.machine.JoinMachine.Request;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineFacts;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.OperatingSystem;

/** Hosts that become machines, with a real database. */
final class JoiningTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Storage storage = database.storage();
  private final Workspace workspace = Workspace.in(storage);
  private final IssueJoinToken issue =
      new IssueJoinToken(
          storage.joinTokens(), storage.machines(), storage.audit(), storage.transactions());
  private final JoinMachine join =
      new JoinMachine(
          storage.joinTokens(),
          storage.machines(),
          storage.agents(),
          storage.audit(),
          storage.transactions(),
          InstantSource.system(),
          () -> 0);

  private static Request request(String token, String hostname, String credential) {
    return new Request(
        token,
        CredentialHash.of(credential),
        new MachineFacts(
            new Hostname(hostname),
            Optional.empty(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            Capacity.UNKNOWN),
        Optional.empty(),
        1,
        "203.0.113.5");
  }

  private List<String> audit(String action) {
    return database.texts(
        "SELECT detail ->> 'hostname' FROM audit_entry WHERE action = ? AND tenant = ?",
        action,
        workspace.tenant().key());
  }

  /** Whether it was not refused. */
  private boolean joins(Request request) {
    try {
      join.join(request);
      return true;
    } catch (Unauthenticated | Conflict e) {
      return false;
    }
  }

  @Test
  void ofManyHostsWithOneTokenOneJoinsAndTheOthersAreWrittenDown() throws Exception {
    String token = issue.issue(workspace.member()).token();

    List<Boolean> joined =
        Concurrently.times(
            8, i -> joins(request(token, "host-" + i, workspace.tenant() + " " + i)));

    assertThat(joined).containsOnlyOnce(true);
    assertThat(storage.machines().page(workspace.tenant(), Optional.empty(), 10)).hasSize(1);
    assertThat(audit("machine_joined")).hasSize(1);
    assertThat(audit("join_refused")).hasSize(7);
  }

  @Test
  void ofManyHostsOfOneNameOneBecomesTheMachine() throws Exception {
    MachineId known = workspace.machine("same").id();

    List<Boolean> joined =
        Concurrently.times(
            6,
            i ->
                joins(
                    request(
                        issue.issue(workspace.member()).token(),
                        "SAME",
                        workspace.tenant() + " " + i)));

    assertThat(joined).containsOnlyOnce(true);
    assertThat(storage.machines().page(workspace.tenant(), Optional.empty(), 10))
        .extracting(Machine::id)
        .containsExactly(known);
    assertThat(audit("join_refused")).hasSize(5);
  }

  @Test
  void whatStrangersSendIsWrittenDownButNotForEver() {
    for (int i = 0; i < 150; i++) {
      Request guess = request("psj_guess_" + i, "stranger", "psm_" + i);
      assertThatThrownBy(() -> join.join(guess)).isInstanceOf(Unauthenticated.class);
    }

    assertThat(
            database.number(
                """
                SELECT count(*) FROM audit_entry
                WHERE tenant IS NULL AND actor = 'stranger:203.0.113.5' AND action = 'join_refused'
                """))
        .isEqualTo(100);
  }

  @Test
  void noSecretIsStored() {
    String token = issue.issue(workspace.member()).token();
    join.join(request(token, "host", "psm_s3cret" + workspace.tenant()));

    for (String table : List.of("join_token", "audit_entry", "agent")) {
      assertThat(database.texts("SELECT x::text FROM " + table + " x"))
          .noneSatisfy(row -> assertThat(row).contains(token))
          .noneSatisfy(row -> assertThat(row).contains("psm_s3cret"));
    }
  }
}
