package ru.perfscale.adapters.persistence;

import ru.perfscale.adapters.persistence.audit.JdbiAuditLog;
import ru.perfscale.adapters.persistence.loadtest.JdbiLoadTestRepository;
import ru.perfscale.adapters.persistence.machine.JdbiAgentRepository;
import ru.perfscale.adapters.persistence.machine.JdbiJoinTokenRepository;
import ru.perfscale.adapters.persistence.machine.JdbiMachineRepository;
import ru.perfscale.adapters.persistence.task.JdbiAssignmentRepository;
import ru.perfscale.adapters.persistence.task.JdbiFrameRepository;
import ru.perfscale.adapters.persistence.task.JdbiReportRepository;
import ru.perfscale.adapters.persistence.task.JdbiSecondRepository;
import ru.perfscale.adapters.persistence.task.JdbiTaskQueue;
import ru.perfscale.adapters.persistence.task.JdbiTaskRepository;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.application.machine.JoinTokenRepository;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.application.task.AssignmentRepository;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.application.task.ReportRepository;
import ru.perfscale.application.task.SecondRepository;
import ru.perfscale.application.task.TaskQueue;
import ru.perfscale.application.task.TaskRepository;

/** All repositories on PostgreSQL. */
public record JdbiStorage(JdbiTransactions transactions) implements Storage {
  @Override
  public MachineRepository machines() {
    return new JdbiMachineRepository(transactions);
  }

  @Override
  public AgentRepository agents() {
    return new JdbiAgentRepository(transactions);
  }

  @Override
  public JoinTokenRepository joinTokens() {
    return new JdbiJoinTokenRepository(transactions);
  }

  @Override
  public AuditLog audit() {
    return new JdbiAuditLog(transactions);
  }

  @Override
  public LoadTestRepository tests() {
    return new JdbiLoadTestRepository(transactions);
  }

  @Override
  public TaskRepository tasks() {
    return new JdbiTaskRepository(transactions);
  }

  @Override
  public AssignmentRepository assignments() {
    return new JdbiAssignmentRepository(transactions);
  }

  @Override
  public FrameRepository frames() {
    return new JdbiFrameRepository(transactions, new SummingHistograms());
  }

  @Override
  public ReportRepository reports() {
    return new JdbiReportRepository(transactions);
  }

  @Override
  public SecondRepository seconds() {
    return new JdbiSecondRepository(transactions);
  }

  @Override
  public TaskQueue queue() {
    return new JdbiTaskQueue(transactions);
  }
}
