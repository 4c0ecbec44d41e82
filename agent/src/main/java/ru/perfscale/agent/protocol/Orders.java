package ru.perfscale.agent.protocol;

import java.util.List;

/**
 * What the control plane wants, as a poll tells.
 *
 * @param offers to accept or to decline
 * @param cancels assignments to stop and to report
 * @param drops assignments to stop and to forget
 */
public record Orders(List<Offer> offers, List<String> cancels, List<String> drops) {
  public Orders {
    offers = List.copyOf(offers);
    cancels = List.copyOf(cancels);
    drops = List.copyOf(drops);
  }

  /** An assignment that this machine may accept, and the tool it needs. */
  public record Offer(Claim claim, String tool) {}
}
