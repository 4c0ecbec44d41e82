package ru.perfscale.adapters.http.agent;

import java.time.Duration;

/** Hubs with other times than the protocol's. */
public final class PollHubs {
  private PollHubs() {}

  public static PollHub waitingFor(Duration longest) {
    return new PollHub(longest, longest.dividedBy(10));
  }
}
