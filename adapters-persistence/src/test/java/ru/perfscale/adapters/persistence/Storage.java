package ru.perfscale.adapters.persistence;

import ru.perfscale.application.Transactions;
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

/** The outbound ports of storage together, as the contracts need them. */
public interface Storage {
  Transactions transactions();

  MachineRepository machines();

  AgentRepository agents();

  JoinTokenRepository joinTokens();

  AuditLog audit();

  LoadTestRepository tests();

  TaskRepository tasks();

  AssignmentRepository assignments();

  FrameRepository frames();

  ReportRepository reports();

  SecondRepository seconds();

  TaskQueue queue();
}
