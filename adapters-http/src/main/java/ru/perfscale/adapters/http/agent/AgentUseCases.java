package ru.perfscale.adapters.http.agent;

import java.time.InstantSource;
import ru.perfscale.application.machine.AdmitAgent;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.application.machine.AuthenticateAgent;
import ru.perfscale.application.machine.DescribeHost;
import ru.perfscale.application.machine.DrainAgent;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.machine.JoinMachine;
import ru.perfscale.application.task.AcceptOffer;
import ru.perfscale.application.task.AnswerOffer;
import ru.perfscale.application.task.AttachAgent;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.FetchDataFile;
import ru.perfscale.application.task.FinishAssignment;
import ru.perfscale.application.task.PlaceTasks;
import ru.perfscale.application.task.RecordFrames;

/** What agents do. */
public record AgentUseCases(
    AuthenticateAgent authenticate,
    AuditAgents audit,
    Membership membership,
    Presence presence,
    Offers offers,
    Results results) {

  /**
   * A host becomes a machine, its agent begins to serve it and ends.
   *
   * @param describe asked when an agent says what its host is
   */
  public record Membership(
      JoinMachine join, AdmitAgent admit, DescribeHost describe, DrainAgent drain) {}

  /**
   * An agent is there and waits for something to do.
   *
   * @param polls the same that the use cases get as their signals
   * @param clock what the server's time is
   */
  public record Presence(
      HearAgent hear, AttachAgent attach, CheckInbox inbox, PollHub polls, InstantSource clock) {}

  /**
   * An agent answers an offer.
   *
   * @param data read before it is accepted
   */
  public record Offers(AnswerOffer answer, AcceptOffer accept, FetchDataFile data) {}

  /**
   * An agent delivers what it measured.
   *
   * @param place asked when a run ended, because its machine is free
   */
  public record Results(RecordFrames record, FinishAssignment finish, PlaceTasks place) {}
}
