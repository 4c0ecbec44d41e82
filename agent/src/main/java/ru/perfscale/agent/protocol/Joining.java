package ru.perfscale.agent.protocol;

import java.net.URI;
import java.time.Duration;

/** The one thing that the control plane does for a host without a credential. */
public final class Joining implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HttpExchange http;

  public Joining(URI server) {
    http = new HttpExchange(server, new Contact());
  }

  /**
   * Asks once. The same request again is answered the same.
   *
   * @return the machine's id
   * @throws ControlPlaneException.Unavailable when the same request may succeed later; every other
   *     one is for good
   */
  public String join(JoinRequest request) throws InterruptedException {
    return Answers.machineId(http.ask("join", request.json(), TIMEOUT));
  }

  @Override
  public void close() {
    http.close();
  }
}
