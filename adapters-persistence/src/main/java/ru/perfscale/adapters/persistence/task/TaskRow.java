package ru.perfscale.adapters.persistence.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jdbi.v3.core.statement.Update;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.loadtest.DataFilesJson;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Figures.Percentiles;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Progress;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskStatus;

/** A task as a row. */
final class TaskRow {
  static final String INSERT =
      """
      INSERT INTO task (tenant, id, load_test, tool, users, duration_millis, time_limit_millis,
        contact_limit_millis, created_by, created_at, status, pending_reason, started_at,
        finished_at, cancel_requested_at, machines, p50_millis, p95_millis, p99_millis, error_rate,
        requests_per_sec, total_requests, latency_meaning, latency_resolution_nanos, coverage,
        reasons, log_tail, start_spread_millis, wanted_count, wanted_ids, wanted_labels,
        account, data_files)
      VALUES (:tenant, :id, :load_test, :tool, :users, :duration, :time_limit,
        :contact_limit, :created_by, :created_at, :status, :pending_reason, :started_at,
        :finished_at, :cancel_requested_at, :machines, :p50, :p95, :p99, :error_rate,
        :requests_per_sec, :total_requests, :latency_meaning, :latency_resolution, :coverage,
        CAST(:reasons AS jsonb), :log_tail, :start_spread, :wanted_count, :wanted_ids,
        CAST(:wanted_labels AS jsonb), CAST(:account AS jsonb), CAST(:data_files AS jsonb))
      """;

  static final String UPDATE =
      """
      UPDATE task
      SET status = :status, pending_reason = :pending_reason, started_at = :started_at,
        finished_at = :finished_at, cancel_requested_at = :cancel_requested_at, machines = :machines,
        p50_millis = :p50, p95_millis = :p95, p99_millis = :p99, error_rate = :error_rate,
        requests_per_sec = :requests_per_sec, total_requests = :total_requests,
        latency_meaning = :latency_meaning, latency_resolution_nanos = :latency_resolution,
        coverage = :coverage, reasons = CAST(:reasons AS jsonb), log_tail = :log_tail,
        start_spread_millis = :start_spread,
        account = CAST(:account AS jsonb)
      WHERE tenant = :tenant AND id = :id AND (status IN ('pending', 'running') OR status = :status)
      """;

  private static final String READ =
      """
      SELECT t.*,
        CASE WHEN t.status = 'running' THEN (
          SELECT min(g.last_heard)
          FROM claim c JOIN agent g ON g.tenant = c.tenant AND g.machine = c.machine
          WHERE c.tenant = t.tenant AND c.task = t.id AND c.status = 'running'
            AND g.last_heard < statement_timestamp() - interval '9 seconds'
        ) END AS contact_lost_since,
        %s AS queue_position
      FROM task t
      WHERE t.tenant = :tenant
      """;

  private static final String QUEUE_POSITION =
      """
      CASE WHEN t.status = 'pending' THEN (
        SELECT count(*)
        FROM claim mine
        JOIN claim c ON c.tenant = mine.tenant AND c.status = 'open' AND c.lead
          AND (c.created_at, c.task) <= (mine.created_at, mine.task)
        WHERE mine.task = t.id AND mine.tenant = t.tenant AND mine.status = 'open' AND mine.lead
      ) END""";

  /** Contact is lost when an agent that should run the task was not heard for 9 s. */
  static final String SELECT = READ.formatted(QUEUE_POSITION);

  /** Whoever works on a task does not ask for its place: counting would be most of the work. */
  static final String SELECT_WITHOUT_PLACE = READ.formatted("NULL::integer");

  private TaskRow() {}

  static Update bindPlan(Update statement, Task task) {
    Plan plan = task.plan();
    return bindState(statement, task)
        .bind("load_test", plan.loadTest().value())
        .bind("tool", plan.tool().wireName())
        .bind("users", Columns.number(plan.load().users()))
        .bind("duration", Columns.millis(plan.load().duration()))
        .bind("time_limit", plan.timeLimit().toMillis())
        .bind("contact_limit", plan.contactLimit().toMillis())
        .bind("data_files", DataFilesJson.write(plan.dataFiles()))
        .bind("created_by", Columns.text(plan.order().createdBy()))
        .bind("created_at", Columns.instant(plan.order().createdAt()))
        .bind("wanted_count", plan.machines().least())
        .bind("wanted_ids", WantedColumns.ids(plan.machines()))
        .bind("wanted_labels", WantedColumns.labels(plan.machines()));
  }

  static Update bindState(Update statement, Task task) {
    Progress progress = task.progress();
    bindFindings(statement, task.findings());
    return statement
        .bind("tenant", task.tenant().key())
        .bind("id", task.id().value())
        .bind("status", progress.status().wireName())
        .bind("pending_reason", progress.pendingReason().map(Columns::text).orElse(null))
        .bind("started_at", Columns.instant(progress.startedAt()))
        .bind("finished_at", Columns.instant(progress.finishedAt()))
        .bind("cancel_requested_at", Columns.instant(progress.cancelRequestedAt()))
        .bind("machines", Columns.texts(task.machines().stream().map(MachineId::value).toList()));
  }

  private static void bindFindings(Update statement, Findings findings) {
    Figures figures = findings.figures();
    Optional<LatencyMeaning> meaning = findings.latency();
    statement
        .bind("p50", figures.latency().map(Percentiles::p50).orElse(null))
        .bind("p95", figures.latency().map(Percentiles::p95).orElse(null))
        .bind("p99", figures.latency().map(Percentiles::p99).orElse(null))
        .bind("error_rate", Columns.number(figures.errorRate()))
        .bind("requests_per_sec", Columns.number(figures.requestsPerSec()))
        .bind("total_requests", figures.totalRequests())
        .bind("latency_meaning", meaning.map(m -> Columns.text(m.meaning())).orElse(null))
        .bind("latency_resolution", meaning.map(m -> m.resolution().toNanos()).orElse(null))
        .bind("coverage", Columns.number(findings.coverage()))
        .bind("reasons", ReasonsJson.write(findings.reasons()))
        .bind("log_tail", findings.logTail().map(Columns::text).orElse(null))
        .bind("start_spread", findings.startSpread().map(s -> s.toNanos() / 1e6).orElse(null))
        .bind("account", AccountJson.write(findings.account()));
  }

  static Task read(ResultSet row) throws SQLException {
    List<MachineId> machines = Columns.texts(row, "machines").stream().map(MachineId::new).toList();
    return new Task(
        new TaskId(row.getString("id")),
        TenantId.parse(row.getString("tenant")),
        plan(row),
        progress(row),
        findings(row),
        machines,
        row.getBoolean("pinned"));
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return new Plan(
        new LoadTestId(row.getString("load_test")),
        Tool.parse(row.getString("tool")),
        new Load(Columns.optionalInt(row, "users"), Columns.optionalMillis(row, "duration_millis")),
        new Limits(
            Columns.millis(row, "time_limit_millis"), Columns.millis(row, "contact_limit_millis")),
        DataFilesJson.read(row.getString("data_files")),
        new Plan.Order(row.getString("created_by"), Columns.instant(row, "created_at")),
        WantedColumns.read(row));
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        TaskStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Columns.optionalText(row, "pending_reason"),
        Columns.optionalInstant(row, "started_at"),
        Columns.optionalInstant(row, "finished_at"),
        Columns.optionalInstant(row, "cancel_requested_at"),
        Columns.optionalInstant(row, "contact_lost_since"),
        queuePosition(row));
  }

  /** None while it has machines: there is no place 0. */
  private static OptionalInt queuePosition(ResultSet row) throws SQLException {
    int position = row.getInt("queue_position");
    return position == 0 ? OptionalInt.empty() : OptionalInt.of(position);
  }

  private static Findings findings(ResultSet row) throws SQLException {
    return new Findings(
        new Figures(
            percentiles(row),
            Columns.optionalDouble(row, "error_rate"),
            Columns.optionalDouble(row, "requests_per_sec"),
            row.getLong("total_requests")),
        latency(row),
        Columns.optionalDouble(row, "coverage"),
        ReasonsJson.read(row.getString("reasons")),
        Columns.optionalText(row, "log_tail"),
        startSpread(row),
        AccountJson.read(row.getString("account")));
  }

  private static Optional<Duration> startSpread(ResultSet row) throws SQLException {
    OptionalDouble millis = Columns.optionalDouble(row, "start_spread_millis");
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(millis.getAsDouble() * 1e6)));
  }

  private static Optional<Percentiles> percentiles(ResultSet row) throws SQLException {
    OptionalDouble p50 = Columns.optionalDouble(row, "p50_millis");
    return p50.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Percentiles(
                p50.getAsDouble(), row.getDouble("p95_millis"), row.getDouble("p99_millis")));
  }

  private static Optional<LatencyMeaning> latency(ResultSet row) throws SQLException {
    String meaning = row.getString("latency_meaning");
    return meaning == null
        ? Optional.empty()
        : Optional.of(
            new LatencyMeaning(meaning, Duration.ofNanos(row.getLong("latency_resolution_nanos"))));
  }
}
