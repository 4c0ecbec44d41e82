package ru.perfscale.bootstrap.wiring;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import ru.perfscale.adapters.http.HttpServer;
import ru.perfscale.adapters.http.HttpSettings;
import ru.perfscale.adapters.http.UseCases;
import ru.perfscale.adapters.http.agent.AgentUseCases;
import ru.perfscale.adapters.http.agent.PollHub;
import ru.perfscale.adapters.http.health.ReadinessCheck;
import ru.perfscale.adapters.http.task.TaskUseCases;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseClock;
import ru.perfscale.adapters.persistence.audit.JdbiAuditLog;
import ru.perfscale.adapters.persistence.task.DayPartitions;
import ru.perfscale.adapters.persistence.task.JdbiAssignmentRepository;
import ru.perfscale.adapters.persistence.task.JdbiFrameRepository;
import ru.perfscale.adapters.persistence.task.JdbiReportRepository;
import ru.perfscale.adapters.persistence.task.JdbiSecondRepository;
import ru.perfscale.adapters.persistence.task.JdbiTaskQueue;
import ru.perfscale.adapters.persistence.task.JdbiTaskRepository;
import ru.perfscale.adapters.persistence.task.SharedAgentSignals;
import ru.perfscale.adapters.persistence.task.SumSeconds;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.audit.AuditLog;
import ru.perfscale.application.identity.TokenVerifier;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.application.machine.AuthenticateAgent;
import ru.perfscale.application.machine.EnrolAgent;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.task.AcceptOffer;
import ru.perfscale.application.task.AnswerOffer;
import ru.perfscale.application.task.AssignmentRepository;
import ru.perfscale.application.task.AttachAgent;
import ru.perfscale.application.task.CancelAllTasks;
import ru.perfscale.application.task.CancelTask;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.EndAssignment;
import ru.perfscale.application.task.ExpireAssignments;
import ru.perfscale.application.task.FetchDataFile;
import ru.perfscale.application.task.FindHistogram;
import ru.perfscale.application.task.FindTask;
import ru.perfscale.application.task.FinishAssignment;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.application.task.ListTasks;
import ru.perfscale.application.task.LiveFigures;
import ru.perfscale.application.task.LoseAssignment;
import ru.perfscale.application.task.PinTask;
import ru.perfscale.application.task.PlaceTasks;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.application.task.RecoverFrames;
import ru.perfscale.application.task.SubmitTask;
import ru.perfscale.application.task.TaskRepository;
import ru.perfscale.application.task.WithdrawOffers;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.SettingsException;

/** One server: repositories, use cases, HTTP and the jobs of every second, put together by hand. */
public final class ControlPlane implements AutoCloseable {
  private static final Duration CLOCK = Duration.ofSeconds(10);
  private static final LiveFigures.Pace PACE =
      new LiveFigures.Pace(Duration.ofSeconds(1), System::nanoTime);

  private final DatabaseClock clock;
  private final PollHub polls = new PollHub();
  private final SharedAgentSignals signals;
  private final Histograms histograms = new EngineHistograms();
  private final Jobs dispatching = new Jobs("perfscale-dispatch");
  private final Jobs figures = new Jobs("perfscale-figures");
  private final Jobs placing = new Jobs("perfscale-placing");
  private final Jobs results = new Jobs("perfscale-results");
  private final Jobs housekeeping = new Jobs("perfscale-housekeeping");

  private final Transactions transactions;
  private final AuditLog audit;
  private final Machines machines;
  private final AgentRepository agents;
  private final LoadTests loadTests;
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final FrameRepository frames;
  private final LiveFigures liveFigures;
  private final RecoverFrames recoverFrames;
  private final SumSeconds sumSeconds;
  private final DayPartitions dayPartitions;
  private final PlaceTasks placeTasks;
  private final EndAssignment endAssignment;
  private final LoseAssignment loseAssignment;
  private final WithdrawOffers withdrawOffers;
  private final HttpServer http;
  private final String host;

  private ControlPlane(
      Database database,
      TokenVerifier tokens,
      ServerSettings settings,
      List<ReadinessCheck> moreChecks) {
    host = settings.host();
    transactions = database.transactions();
    clock = new DatabaseClock(database.transactions());
    signals = SharedAgentSignals.start(database, polls);
    audit = new JdbiAuditLog(database.transactions());
    machines = new Machines(database.transactions(), audit, clock);
    agents = machines.agents();
    loadTests = new LoadTests(database.transactions(), clock);
    tasks = new JdbiTaskRepository(database.transactions());
    assignments = new JdbiAssignmentRepository(database.transactions());
    frames = new JdbiFrameRepository(database.transactions(), histograms);
    liveFigures = new LiveFigures(tasks, assignments, frames, histograms, transactions, PACE);
    sumSeconds = new SumSeconds(database.transactions(), histograms);
    dayPartitions = new DayPartitions(database.transactions(), settings.daysToKeep());
    placeTasks =
        new PlaceTasks(
            tasks,
            assignments,
            agents,
            new PlaceTasks.Quota(
                new JdbiTaskQueue(database.transactions()), settings.tenantConcurrency()),
            signals,
            transactions,
            placing::soon);
    withdrawOffers = new WithdrawOffers(tasks, assignments);
    endAssignment =
        new EndAssignment(
            tasks,
            assignments,
            machines.repository(),
            new EndAssignment.Stored(
                new JdbiReportRepository(database.transactions()),
                frames,
                new JdbiSecondRepository(database.transactions())),
            histograms,
            new EngineCriteria());
    recoverFrames = new RecoverFrames(tasks, frames, endAssignment, histograms, transactions, PACE);
    loseAssignment = new LoseAssignment(tasks, frames, endAssignment, clock);
    List<ReadinessCheck> checks = new ArrayList<>();
    checks.add(new Check("database", database::isReachable, "the database does not answer"));
    checks.add(new Check("identity", tokens::ready, "the identity provider's keys are not there"));
    checks.addAll(moreChecks);
    http =
        new HttpServer(
            new UseCases(
                machines.useCases(),
                loadTests.useCases(),
                taskUseCases(),
                agentUseCases(),
                tokens,
                checks),
            HttpSettings.DEFAULT.withAgents(database.shareOfAgents()));
  }

  /**
   * Starts serving.
   *
   * @param moreChecks what must work before the server is ready, beside database and identity
   * @throws SettingsException when the port is taken
   */
  public static ControlPlane start(
      Database database,
      TokenVerifier tokens,
      ServerSettings settings,
      List<ReadinessCheck> moreChecks) {
    ControlPlane controlPlane = new ControlPlane(database, tokens, settings, moreChecks);
    try {
      controlPlane.dayPartitions.ahead();
      controlPlane.http.start(settings.host(), settings.port());
    } catch (UncheckedIOException e) {
      controlPlane.close();
      String why = e.getCause() instanceof BindException ? "is taken or not ours" : e.toString();
      throw new SettingsException(
          "Cannot listen on %s port %d: it %s; choose another with %s and %s"
              .formatted(
                  settings.host(),
                  settings.port(),
                  why,
                  Key.PERFSCALE_HTTP_HOST,
                  Key.PERFSCALE_HTTP_PORT));
    }
    ExpireAssignments expire =
        new ExpireAssignments(
            controlPlane.assignments,
            controlPlane.loseAssignment,
            controlPlane.withdrawOffers,
            controlPlane.transactions,
            System::nanoTime);
    controlPlane.dispatching.everySecond(expire::expire, controlPlane.placeTasks::place);
    controlPlane.figures.everySecond(controlPlane.liveFigures::writeDue);
    controlPlane.results.everySecond(
        controlPlane.sumSeconds::sum, controlPlane.recoverFrames::figureDue);
    controlPlane.housekeeping.every(Duration.ofHours(1), controlPlane.dayPartitions::keep);
    controlPlane.housekeeping.every(Duration.ofHours(1), controlPlane.loadTests::forgetUnused);
    controlPlane.housekeeping.every(CLOCK, controlPlane.clock::adjust);
    return controlPlane;
  }

  /** Where it can be reached from this machine. */
  public URI address() {
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    String name = any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + http.port());
  }

  /** How an agent in this process gets its credential. */
  public EnrolAgent enrolAgent() {
    return machines.enrolAgent();
  }

  /** How it learns whether the one that it has still holds. */
  public AuthenticateAgent authenticateAgent() {
    return new AuthenticateAgent(agents, System::nanoTime);
  }

  private TaskUseCases taskUseCases() {
    CancelTask cancel = new CancelTask(tasks, assignments, signals, transactions, clock, audit);
    return new TaskUseCases(
        new SubmitTask(
            loadTests.repository(),
            machines.repository(),
            tasks,
            assignments,
            placeTasks,
            transactions,
            clock,
            audit),
        new FindTask(tasks),
        new ListTasks(tasks),
        cancel,
        new CancelAllTasks(tasks, cancel),
        new PinTask(tasks, audit, transactions),
        new FindHistogram(tasks, frames, histograms));
  }

  private AgentUseCases agentUseCases() {
    HearAgent hear = new HearAgent(agents);
    return new AgentUseCases(
        new AuthenticateAgent(agents, System::nanoTime),
        machines.auditAgents(),
        machines.membership(),
        new AgentUseCases.Presence(
            hear,
            new AttachAgent(
                agents, assignments, loseAssignment, withdrawOffers, placeTasks, transactions),
            new CheckInbox(assignments, tasks),
            polls,
            clock),
        new AgentUseCases.Offers(
            new AnswerOffer(tasks, assignments, withdrawOffers, transactions),
            new AcceptOffer(tasks, assignments, hear, signals, transactions, clock),
            new FetchDataFile(assignments, tasks, loadTests.contents(), hear)),
        new AgentUseCases.Results(
            new RecordFrames(
                assignments, frames, histograms, liveFigures, recoverFrames, transactions),
            new FinishAssignment(
                assignments, frames, endAssignment, withdrawOffers, signals, transactions, clock),
            placeTasks));
  }

  @Override
  public void close() {
    dispatching.close();
    figures.close();
    placing.close();
    results.close();
    housekeeping.close();
    http.close();
    signals.close();
  }

  private record Check(String name, BooleanSupplier works, String otherwise)
      implements ReadinessCheck {
    @Override
    public Optional<String> problem() {
      return works.getAsBoolean() ? Optional.empty() : Optional.of(otherwise);
    }
  }
}
