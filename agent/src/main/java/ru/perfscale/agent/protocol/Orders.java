package ru.perfscale.agent.protocol;

import java.time.Duration;
import java.util.List;

/**
 * What the control plane wants, as a poll tells.
 *
 * @param offers to accept or to decline
 * @param starts accepted shares to start together with those of other machines
 * @param cancels assignments to stop and to report
 * @param drops assignments to stop and to forget
 */
public record Orders(
    List<Offer> offers, List<Start> starts, List<String> cancels, List<String> drops) {
  public Orders {
    offers = List.copyOf(offers);
    starts = List.copyOf(starts);
    cancels = List.copyOf(cancels);
    drops = List.copyOf(drops);
  }

  /**
   * An assignment that this machine may accept.
   *
   * @param tool the tool it needs
   * @param machines how many machines carry out the task
   * @param dataFiles what the script reads
   */
  public record Offer(Claim claim, String tool, int machines, List<OfferedFile> dataFiles) {
    public Offer {
      dataFiles = List.copyOf(dataFiles);
    }
  }

  /**
   * All machines of a task have accepted.
   *
   * @param in from the answer to the start; negative when that is past
   */
  public record Start(Claim claim, Duration in) {}
}
