package ru.perfscale.bootstrap.agent;

import java.nio.file.Path;
import java.util.Optional;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineDescription;

/** The machine's credential, kept in a file that nobody else can read. */
final class StoredCredential {
  private final OwnFile file;

  StoredCredential(Path file) {
    this.file = new OwnFile(file);
  }

  /** The stored one while it holds; otherwise the machine is enrolled anew. */
  Credential validFor(ControlPlane controlPlane, TenantId tenant, MachineDescription machine) {
    Optional<String> kept = file.read().filter(credential -> holds(controlPlane, credential));
    return new Credential(
        kept.orElseGet(
            () -> stored(controlPlane.enrolAgent().enrol(tenant, machine).credential())));
  }

  private static boolean holds(ControlPlane controlPlane, String credential) {
    try {
      controlPlane.authenticateAgent().authenticate(credential);
      return true;
    } catch (Unauthenticated e) {
      return false;
    }
  }

  private String stored(String credential) {
    file.write(credential);
    return credential;
  }
}
