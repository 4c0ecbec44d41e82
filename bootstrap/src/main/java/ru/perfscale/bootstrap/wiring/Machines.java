package ru.perfscale.bootstrap.wiring;

import java.time.InstantSource;
import ru.perfscale.adapters.http.agent.AgentUseCases;
import ru.perfscale.adapters.http.machine.MachineUseCases;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.machine.JdbiAgentRepository;
import ru.perfscale.adapters.persistence.machine.JdbiJoinTokenRepository;
import ru.perfscale.adapters.persistence.machine.JdbiMachineRepository;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.machine.AdmitAgent;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.application.machine.ChangeMachine;
import ru.perfscale.application.machine.DescribeHost;
import ru.perfscale.application.machine.DrainAgent;
import ru.perfscale.application.machine.EnrolAgent;
import ru.perfscale.application.machine.FindMachine;
import ru.perfscale.application.machine.IssueJoinToken;
import ru.perfscale.application.machine.JoinMachine;
import ru.perfscale.application.machine.JoinTokenRepository;
import ru.perfscale.application.machine.ListMachines;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.application.machine.RegisterMachine;
import ru.perfscale.application.machine.RemoveMachine;

/** The machines of a server, and how their agents become and stay members. */
final class Machines {
  private final JdbiTransactions transactions;
  private final MachineRepository repository;
  private final AgentRepository agents;
  private final JoinTokenRepository joinTokens;
  private final AuditLog audit;
  private final InstantSource clock;

  Machines(JdbiTransactions transactions, AuditLog audit, InstantSource clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    repository = new JdbiMachineRepository(transactions);
    agents = new JdbiAgentRepository(transactions);
    joinTokens = new JdbiJoinTokenRepository(transactions);
  }

  MachineRepository repository() {
    return repository;
  }

  AgentRepository agents() {
    return agents;
  }

  EnrolAgent enrolAgent() {
    return new EnrolAgent(repository, agents, transactions, clock);
  }

  MachineUseCases useCases() {
    return new MachineUseCases(
        new RegisterMachine(repository, audit, transactions, clock),
        new FindMachine(repository),
        new ListMachines(repository),
        new ChangeMachine(repository, audit, transactions),
        new RemoveMachine(repository, audit, transactions),
        new IssueJoinToken(joinTokens, repository, audit, transactions));
  }

  AuditAgents auditAgents() {
    return new AuditAgents(audit, transactions);
  }

  AgentUseCases.Membership membership() {
    return new AgentUseCases.Membership(
        new JoinMachine(
            joinTokens, repository, agents, audit, transactions, clock, System::nanoTime),
        new AdmitAgent(agents, audit, transactions),
        new DescribeHost(repository, transactions),
        new DrainAgent(agents));
  }
}
