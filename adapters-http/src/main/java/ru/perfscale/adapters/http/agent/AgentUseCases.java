package ru.perfscale.adapters.http.agent;

import java.time.InstantSource;
import ru.perfscale.application.machine.AuthenticateAgent;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.task.AcceptOffer;
import ru.perfscale.application.task.AnswerOffer;
import ru.perfscale.application.task.AttachAgent;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.FinishAssignment;
import ru.perfscale.application.task.PlaceTasks;
import ru.perfscale.application.task.RecordFrames;

/** What agents do. */
public record AgentUseCases(
    AuthenticateAgent authenticate, Presence presence, Offers offers, Results results) {

  /**
   * An agent is there and waits for something to do.
   *
   * @param polls the same that the use cases get as their signals
   * @param clock what the server's time is
   */
  public record Presence(
      HearAgent hear, AttachAgent attach, CheckInbox inbox, PollHub polls, InstantSource clock) {}

  /** An agent answers an offer. */
  public record Offers(AnswerOffer answer, AcceptOffer accept) {}

  /**
   * An agent delivers what it measured.
   *
   * @param place asked when a run ended, because its machine is free
   */
  public record Results(RecordFrames record, FinishAssignment finish, PlaceTasks place) {}
}
