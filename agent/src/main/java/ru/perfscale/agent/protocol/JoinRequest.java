package ru.perfscale.agent.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a host sends to become a machine.
 *
 * @param token {@code psj_…}, good for one host
 * @param credential made here; the control plane gets its hash
 * @param name for the machine, where somebody gave one
 */
public record JoinRequest(
    String token, Credential credential, Optional<String> name, HostFacts facts) {
  public JoinRequest {
    requireNonNull(token, "token");
    requireNonNull(credential, "credential");
    requireNonNull(name, "name");
    requireNonNull(facts, "facts");
  }

  byte[] json() {
    return Json.object(
        out -> {
          out.writeStringField("token", token);
          out.writeStringField("credential_hash", credential.hash());
          if (name.isPresent()) {
            out.writeStringField("name", name.get());
          }
          out.writeNumberField("protocol", ControlPlane.PROTOCOL);
          facts.write(out);
        });
  }

  /** The record's own would print the token. */
  @Override
  public String toString() {
    return "Join of " + facts.hostname();
  }
}
