package ru.perfscale.bootstrap.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.bootstrap.settings.SettingsException;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineDescription;

/** The machine's credential, kept in a file that nobody else can read. */
final class StoredCredential {
  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PASSABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

  private final Path file;

  StoredCredential(Path file) {
    this.file = file;
  }

  /** The stored one while it holds; otherwise the machine is enrolled anew. */
  Credential validFor(ControlPlane controlPlane, TenantId tenant, MachineDescription machine) {
    Optional<String> kept = read().filter(credential -> holds(controlPlane, credential));
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

  private Optional<String> read() {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
          : Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private String stored(String credential) {
    try {
      Files.createDirectories(file.getParent(), PASSABLE);
      Path written = Files.createTempFile(file.getParent(), "credential", ".new", OWN);
      Files.writeString(written, credential);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return credential;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private SettingsException unusable(IOException e) {
    return new SettingsException("The machine's credential " + file + " cannot be used: " + e);
  }
}
