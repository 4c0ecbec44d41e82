package ru.perfscale.adapters.http;

import java.util.UUID;
import ru.perfscale.application.machine.CredentialHash;

/** What a host sends that wants to become a machine. */
public final class JoinBody {
  private JoinBody() {}

  /** With a credential that nobody has. */
  public static String of(String token, String hostname) {
    return of(token, hostname, "psm_" + UUID.randomUUID());
  }

  public static String of(String token, String hostname, String credential) {
    return """
        {"token": "%s", "credential_hash": "%s", "hostname": "%s", "ip_address": "10.0.0.1",
         "os": "linux", "arch": "amd64", "cpu_cores": 8, "memory_gb": 15.6}"""
        .formatted(token, CredentialHash.of(credential).hex(), hostname);
  }
}
