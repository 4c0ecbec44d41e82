package ru.perfscale.adapters.persistence.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.persistence.Storage;
import ru.perfscale.adapters.persistence.Workspace;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.JoinTokenRepository.Scope;
import ru.perfscale.application.machine.JoinTokenRepository.Stored;
import ru.perfscale.application.machine.JoinTokenRepository.Use;
import ru.perfscale.domain.machine.Machine;

/** What every {@code JoinTokenRepository} does. */
interface JoinTokenRepositoryContract {
  Storage storage();

  private Workspace workspace() {
    return Workspace.in(storage());
  }

  private static CredentialHash token(Workspace workspace) {
    return CredentialHash.of("token of " + workspace.tenant());
  }

  @Test
  default void aTokenIsFoundByItsHashWithWhatItAllows() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("worker");
    Scope scope = new Scope(workspace.tenant(), Optional.of(machine.id()));
    Instant before = Instant.now();

    Instant expires = storage().joinTokens().issue(token(workspace), scope, Duration.ofMinutes(10));

    assertThat(expires).isBetween(before.plusSeconds(590), Instant.now().plusSeconds(610));
    assertThat(storage().joinTokens().lock(token(workspace)))
        .contains(new Stored(scope, false, Optional.empty()));
    assertThat(storage().joinTokens().lock(CredentialHash.of("guess"))).isEmpty();
  }

  @Test
  default void aTokenExpiresAndIsStillKnown() {
    Workspace workspace = workspace();
    Scope scope = new Scope(workspace.tenant(), Optional.empty());

    storage().joinTokens().issue(token(workspace), scope, Duration.ZERO);

    assertThat(storage().joinTokens().lock(token(workspace)))
        .contains(new Stored(scope, true, Optional.empty()));
  }

  @Test
  default void aTokenIsUsedOnce() {
    Workspace workspace = workspace();
    Machine machine = workspace.machine("worker");
    Scope scope = new Scope(workspace.tenant(), Optional.empty());
    Use use = new Use(machine.id(), CredentialHash.of("mine"));
    storage().joinTokens().issue(token(workspace), scope, Duration.ofMinutes(1));

    storage().joinTokens().use(token(workspace), use);

    assertThat(storage().joinTokens().lock(token(workspace)).orElseThrow().use()).contains(use);
    assertThatThrownBy(() -> storage().joinTokens().use(token(workspace), use))
        .isInstanceOf(IllegalStateException.class);
  }
}
