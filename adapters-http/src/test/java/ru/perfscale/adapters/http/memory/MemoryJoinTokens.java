package ru.perfscale.adapters.http.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.JoinTokenRepository;

public record MemoryJoinTokens(Memory memory) implements JoinTokenRepository {
  @Override
  public Instant issue(CredentialHash token, Scope scope, Duration validity) {
    memory.faults.check();
    memory.joinTokens.put(token, new Stored(scope, false, Optional.empty()));
    return TestServer.NOW.plus(validity);
  }

  @Override
  public Optional<Stored> lock(CredentialHash token) {
    memory.faults.check();
    return Optional.ofNullable(memory.joinTokens.get(token));
  }

  @Override
  public void use(CredentialHash token, Use use) {
    Stored stored = memory.joinTokens.get(token);
    memory.joinTokens.put(token, new Stored(stored.scope(), stored.expired(), Optional.of(use)));
  }
}
