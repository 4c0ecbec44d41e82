package ru.perfscale.adapters.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import ru.perfscale.adapters.http.agent.AgentUseCases;
import ru.perfscale.adapters.http.agent.PollHub;
import ru.perfscale.adapters.http.health.ReadinessCheck;
import ru.perfscale.adapters.http.loadtest.LoadTestUseCases;
import ru.perfscale.adapters.http.machine.MachineUseCases;
import ru.perfscale.adapters.http.memory.Faults;
import ru.perfscale.adapters.http.memory.Memory;
import ru.perfscale.adapters.http.memory.MemoryAgents;
import ru.perfscale.adapters.http.memory.MemoryAssignments;
import ru.perfscale.adapters.http.memory.MemoryAudit;
import ru.perfscale.adapters.http.memory.MemoryDataContents;
import ru.perfscale.adapters.http.memory.MemoryFrames;
import ru.perfscale.adapters.http.memory.MemoryHistograms;
import ru.perfscale.adapters.http.memory.MemoryJoinTokens;
import ru.perfscale.adapters.http.memory.MemoryLoadTests;
import ru.perfscale.adapters.http.memory.MemoryMachines;
import ru.perfscale.adapters.http.memory.MemoryReports;
import ru.perfscale.adapters.http.memory.MemorySeconds;
import ru.perfscale.adapters.http.memory.MemoryTasks;
import ru.perfscale.adapters.http.memory.MemoryTokens;
import ru.perfscale.adapters.http.task.TaskUseCases;
import ru.perfscale.application.loadtest.ChangeLoadTest;
import ru.perfscale.application.loadtest.DefineLoadTest;
import ru.perfscale.application.loadtest.FindLoadTest;
import ru.perfscale.application.loadtest.ListLoadTests;
import ru.perfscale.application.loadtest.RemoveLoadTest;
import ru.perfscale.application.machine.AdmitAgent;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.application.machine.AuthenticateAgent;
import ru.perfscale.application.machine.ChangeMachine;
import ru.perfscale.application.machine.DescribeHost;
import ru.perfscale.application.machine.DrainAgent;
import ru.perfscale.application.machine.EnrolAgent;
import ru.perfscale.application.machine.FindMachine;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.application.machine.IssueJoinToken;
import ru.perfscale.application.machine.JoinMachine;
import ru.perfscale.application.machine.ListMachines;
import ru.perfscale.application.machine.RegisterMachine;
import ru.perfscale.application.machine.RemoveMachine;
import ru.perfscale.application.task.AcceptOffer;
import ru.perfscale.application.task.AnswerOffer;
import ru.perfscale.application.task.AttachAgent;
import ru.perfscale.application.task.CancelAllTasks;
import ru.perfscale.application.task.CancelTask;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.EndAssignment;
import ru.perfscale.application.task.FetchDataFile;
import ru.perfscale.application.task.FindHistogram;
import ru.perfscale.application.task.FindTask;
import ru.perfscale.application.task.FinishAssignment;
import ru.perfscale.application.task.ListTasks;
import ru.perfscale.application.task.LiveFigures;
import ru.perfscale.application.task.LoseAssignment;
import ru.perfscale.application.task.PinTask;
import ru.perfscale.application.task.PlaceTasks;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.application.task.RecoverFrames;
import ru.perfscale.application.task.SubmitTask;
import ru.perfscale.application.task.WithdrawOffers;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.ToolCriterion;
import ru.perfscale.domain.task.ToolJudgement;

/** The real server and the real use cases over ports that are kept in memory. */
public final class TestServer implements AutoCloseable {
  /** What the server's clock always says. */
  public static final Instant NOW = Instant.parse("2025-01-15T10:05:00.250Z");

  public static final TenantId DEMO = new TenantId(TenantId.Source.CLAIM, "demo");
  public static final TenantId OTHER = new TenantId(TenantId.Source.CLAIM, "other");

  /** Makes agents believed once they were looked up; until then each look is long ago. */
  public final AtomicBoolean believesAgents = new AtomicBoolean();

  public final Memory memory = new Memory();
  public final Faults identityFaults = new Faults();
  public final PollHub polls;

  private final MemoryTokens tokens = new MemoryTokens(identityFaults);
  private final MemoryMachines machines = new MemoryMachines(memory);
  private final MemoryLoadTests loadTests = new MemoryLoadTests(memory);
  private final MemoryDataContents dataContents = new MemoryDataContents(memory);
  private final MemoryTasks tasks = new MemoryTasks(memory);
  private final MemoryAssignments assignments = new MemoryAssignments(memory);
  private final MemoryAgents agents = new MemoryAgents(memory);
  private final MemoryJoinTokens joinTokens = new MemoryJoinTokens(memory);
  private final MemoryAudit audit = new MemoryAudit(memory);
  private final InstantSource clock = () -> NOW;
  private final PlaceTasks placeTasks;
  private final HttpServer server;

  private TestServer(HttpSettings settings, PollHub polls, List<ReadinessCheck> readiness) {
    this.polls = polls;
    placeTasks =
        new PlaceTasks(
            tasks,
            assignments,
            agents,
            new PlaceTasks.Quota(tenant -> 0, OptionalInt.empty()),
            polls,
            memory);
    know("viewer", Optional.of(DEMO), "viewer");
    know("member", Optional.of(DEMO), "offline_access", "member");
    know("admin", Optional.of(DEMO), "admin");
    know("other", Optional.of(OTHER), "member");
    know("nobody", Optional.of(DEMO), "offline_access");
    know("homeless", Optional.empty(), "member");
    server =
        new HttpServer(
            new UseCases(
                machineUseCases(),
                loadTestUseCases(),
                taskUseCases(),
                agentUseCases(),
                tokens,
                readiness),
            settings);
    server.start("127.0.0.1", 0);
  }

  public static TestServer start() {
    return start(HttpSettings.DEFAULT, new PollHub(), List.of());
  }

  public static TestServer start(
      HttpSettings settings, PollHub polls, List<ReadinessCheck> readiness) {
    return new TestServer(settings, polls, readiness);
  }

  /** Somebody with that token: viewer, member, admin, other, nobody, homeless, or a credential. */
  public ApiClient as(String token) {
    return new ApiClient("http://127.0.0.1:" + port(), Optional.of(token));
  }

  public ApiClient withoutToken() {
    return new ApiClient("http://127.0.0.1:" + port(), Optional.empty());
  }

  public int port() {
    return server.port();
  }

  /** Lets an agent serve a machine of that name, which is made when there is none. */
  public EnrolAgent.Enrolment enrol(TenantId tenant, String hostname) {
    return new EnrolAgent(machines, agents, memory, clock)
        .enrol(
            tenant,
            new MachineDescription(
                hostname,
                new Hostname(hostname),
                Optional.empty(),
                OperatingSystem.LINUX,
                Architecture.AMD64,
                Capacity.UNKNOWN));
  }

  /** Stores a task as it is. */
  public void store(Task task) {
    tasks.add(task, "the script");
  }

  @Override
  public void close() {
    memory.faults.heal();
    server.close();
  }

  private void know(String token, Optional<TenantId> tenant, String... roles) {
    Profile profile =
        token.equals("nobody")
            ? Profile.EMPTY
            : new Profile(
                Optional.of(token + "@perfscale.ru"), Optional.of("Demo User"), Optional.of(token));
    tokens.know(token, new Principal("sub-" + token, tenant, List.of(roles), profile));
  }

  private MachineUseCases machineUseCases() {
    return new MachineUseCases(
        new RegisterMachine(machines, audit, memory, clock),
        new FindMachine(machines),
        new ListMachines(machines),
        new ChangeMachine(machines, audit, memory),
        new RemoveMachine(machines, audit, memory),
        new IssueJoinToken(joinTokens, machines, audit, memory));
  }

  private LoadTestUseCases loadTestUseCases() {
    return new LoadTestUseCases(
        new DefineLoadTest(loadTests, dataContents, memory, clock),
        new FindLoadTest(loadTests),
        new ListLoadTests(loadTests),
        new ChangeLoadTest(loadTests, dataContents, memory),
        new RemoveLoadTest(loadTests));
  }

  /** As if every rule were about the number of requests, which must be less. */
  private static ToolJudgement judge(
      ToolCriterion criterion, List<Interval> totals, LatencyMeaning latency) {
    long count = totals.stream().mapToLong(total -> total.tally().count()).sum();
    boolean holds = BigDecimal.valueOf(count).compareTo(criterion.limit()) < 0;
    return new ToolJudgement(criterion.text(), holds, criterion.text() + ": " + count);
  }

  private TaskUseCases taskUseCases() {
    CancelTask cancel = new CancelTask(tasks, assignments, polls, memory, clock, audit);
    return new TaskUseCases(
        new SubmitTask(loadTests, machines, tasks, assignments, placeTasks, memory, clock, audit),
        new FindTask(tasks),
        new ListTasks(tasks),
        cancel,
        new CancelAllTasks(tasks, cancel),
        new PinTask(tasks, audit, memory),
        new FindHistogram(tasks, new MemoryFrames(memory), new MemoryHistograms()));
  }

  private AgentUseCases agentUseCases() {
    MemoryFrames frames = new MemoryFrames(memory);
    MemoryHistograms histograms = new MemoryHistograms();
    EndAssignment end =
        new EndAssignment(
            tasks,
            assignments,
            machines,
            new EndAssignment.Stored(new MemoryReports(memory), frames, new MemorySeconds(memory)),
            histograms,
            TestServer::judge);
    LoseAssignment lose = new LoseAssignment(tasks, frames, end, clock);
    LiveFigures.Pace pace = new LiveFigures.Pace(Duration.ZERO, System::nanoTime);
    LiveFigures live = new LiveFigures(tasks, assignments, frames, histograms, memory, pace);
    HearAgent hear = new HearAgent(agents);
    WithdrawOffers withdraw = new WithdrawOffers(tasks, assignments);
    return new AgentUseCases(
        new AuthenticateAgent(
            agents, () -> believesAgents.get() ? 0 : System.nanoTime() * 1_000_000),
        new AuditAgents(audit, memory),
        new AgentUseCases.Membership(
            new JoinMachine(joinTokens, machines, agents, audit, memory, clock, System::nanoTime),
            new AdmitAgent(agents, audit, memory),
            new DescribeHost(machines, memory),
            new DrainAgent(agents)),
        new AgentUseCases.Presence(
            hear,
            new AttachAgent(agents, assignments, lose, withdraw, placeTasks, memory),
            new CheckInbox(assignments, tasks),
            polls,
            clock),
        new AgentUseCases.Offers(
            new AnswerOffer(tasks, assignments, withdraw, memory),
            new AcceptOffer(tasks, assignments, hear, polls, memory, clock),
            new FetchDataFile(assignments, tasks, dataContents, hear)),
        new AgentUseCases.Results(
            new RecordFrames(
                assignments,
                frames,
                histograms,
                live,
                new RecoverFrames(tasks, frames, end, histograms, memory, pace),
                memory),
            new FinishAssignment(assignments, frames, end, withdraw, polls, memory, clock),
            placeTasks));
  }
}
