package ru.perfscale.bootstrap.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.agent.protocol.JoinRequest;
import ru.perfscale.agent.protocol.Joining;
import ru.perfscale.bootstrap.agent.Membership.Pass;
import ru.perfscale.bootstrap.agent.Membership.State;
import ru.perfscale.bootstrap.settings.SettingsException;

/**
 * How this host is a machine of a control plane: as it was the last time, or by joining. What it
 * joins with is kept before it is sent, so that a join whose answer was lost can be asked again.
 */
final class JoinedMachine {
  private static final Logger LOG = LoggerFactory.getLogger(JoinedMachine.class);
  private static final long LEAST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Membership membership;
  private final BooleanSupplier stopAsked;

  /**
   * @param stopAsked looked at while the control plane does not answer
   */
  JoinedMachine(Membership membership, BooleanSupplier stopAsked) {
    this.membership = membership;
    this.stopAsked = stopAsked;
  }

  /**
   * @param server where it was told to go; empty for the one that the host belongs to
   * @param token to join with; of no use to a host that joined with it before
   * @throws SettingsException when it belongs to another server, or may not join
   * @throws CancellationException when it was stopped before it was answered
   */
  State state(Optional<URI> server, Optional<String> token, Optional<String> name) {
    Optional<State> known = membership.joined();
    if (token.isPresent()) {
      String fingerprint = hash(token.get());
      if (known.filter(state -> state.pass().token().equals(fingerprint)).isEmpty()) {
        URI asked =
            server
                .or(() -> known.map(state -> state.pass().server()))
                .orElseThrow(JoinedMachine::noServer);
        return join(pass(asked, fingerprint), token.get(), name);
      }
    }
    State state = known.orElseThrow(this::unknownHost);
    requireSame(state.pass().server(), server);
    return state;
  }

  /** The one that it asked with already, if that was with the same token. */
  private Pass pass(URI server, String token) {
    return membership
        .joining()
        .filter(before -> before.token().equals(token) && before.server().equals(server))
        .orElseGet(() -> new Pass(server, Credential.create(), token));
  }

  private State join(Pass pass, String token, Optional<String> name) {
    membership.begin(pass);
    JoinRequest request =
        new JoinRequest(token, pass.credential(), name, ThisMachine.facts(pass.server()));
    try (Joining joining = new Joining(pass.server())) {
      State joined = new State(pass, answered(joining, request, pass.server()));
      membership.become(joined);
      LOG.info("This host is now {} of {}", joined.machine(), pass.server());
      return joined;
    }
  }

  private String answered(Joining joining, JoinRequest request, URI server) {
    while (true) {
      try {
        return joining.join(request);
      } catch (Unavailable e) {
        LOG.warn("{} does not answer yet: {}", server, e.getMessage());
        pause();
      } catch (ControlPlaneException e) {
        throw new SettingsException(server + " does not let this host join: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("Interrupted while joining");
      }
    }
  }

  private void pause() {
    long millis = ThreadLocalRandom.current().nextLong(LEAST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() - end < 0) {
      if (stopAsked.getAsBoolean()) {
        throw new CancellationException("Stopped while joining");
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("Interrupted while joining");
      }
    }
  }

  /** A credential goes to nobody but the server that it was made for. */
  private void requireSame(URI own, Optional<URI> asked) {
    if (asked.filter(other -> !other.equals(own)).isPresent()) {
      throw new SettingsException(
          "This host is a machine of %s, not of %s: join that one with --join TOKEN, use another directory with --data, or, when the same server has a new address, change it in %s"
              .formatted(own, asked.get(), membership.path()));
    }
  }

  private SettingsException unknownHost() {
    return new SettingsException(
        "This host belongs to no control plane yet (there is no "
            + membership.path()
            + "): have a join token issued (POST /api/v1/join-tokens) and give it with --join TOKEN"
            + " or --join-file FILE");
  }

  private static SettingsException noServer() {
    return new SettingsException(
        "--server is missing: where the control plane is, such as https://perfscale.example.com");
  }

  private static String hash(String token) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
