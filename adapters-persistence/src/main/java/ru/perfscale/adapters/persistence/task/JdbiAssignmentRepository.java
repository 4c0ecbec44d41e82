package ru.perfscale.adapters.persistence.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.PlacementLock;
import ru.perfscale.application.task.AssignmentRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.TaskRef;

/** Assignments in PostgreSQL, those that are not over also as claims. */
public final class JdbiAssignmentRepository implements AssignmentRepository {
  private static final String ADD =
      """
      INSERT INTO assignment (tenant, id, task, status, machine, boot, epoch, acked_seq,
        share_index, share_of, clock_offset_nanos, clock_error_nanos)
      VALUES (:tenant, :id, :task, :status, :machine, :boot, :epoch, :acked_seq,
        :share_index, :share_of, :clock_offset, :clock_error)
      """;

  private static final String ADD_CLAIM =
      """
      INSERT INTO claim (tenant, assignment, task, status, machine, offered_at, contact_limit_millis,
        lead)
      SELECT t.tenant, :id, t.id, :status, :machine,
        CASE WHEN :status = 'open' THEN NULL ELSE clock_timestamp() END, t.contact_limit_millis,
        :share_index = 1
      FROM task t WHERE t.tenant = :tenant AND t.id = :task
      """;

  private static final String SAVE =
      """
      UPDATE assignment
      SET status = :status, machine = :machine, boot = :boot, epoch = :epoch, acked_seq = :acked_seq,
        share_index = :share_index, share_of = :share_of, clock_offset_nanos = :clock_offset,
        clock_error_nanos = :clock_error
      WHERE tenant = :tenant AND id = :id
      """;

  /** A running one is saved every second, and its claim stays as it is. */
  private static final String SAVE_CLAIM =
      """
      UPDATE claim
      SET status = :status, machine = :machine,
        offered_at = CASE WHEN :status = 'offered' THEN clock_timestamp() ELSE offered_at END
      WHERE tenant = :tenant AND assignment = :id
        AND (:status = 'offered' OR (status, machine) IS DISTINCT FROM (:status, :machine))
      """;

  private static final String END_CLAIM =
      "DELETE FROM claim WHERE tenant = :tenant AND assignment = :id";

  /** {@code OF t, a} is the order in which the rows are locked: the task first. */
  private static final String LOCK =
      "SELECT "
          + AssignmentRow.COLUMNS
          + " FROM assignment a JOIN task t ON t.tenant = a.tenant AND t.id = a.task"
          + " WHERE a.tenant = :tenant AND %s = :id ORDER BY a.id FOR NO KEY UPDATE OF t, a";

  private static final String LOCK_ONE = LOCK.formatted("a.id");
  private static final String LOCK_ALL = LOCK.formatted("a.task");

  private final JdbiTransactions transactions;

  public JdbiAssignmentRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(Assignment assignment) {
    transactions.inTransaction(
        handle -> {
          int added = AssignmentRow.bind(handle.createUpdate(ADD), assignment).execute();
          return assignment.status().isTerminal()
              ? added
              : bindClaim(handle, ADD_CLAIM, assignment);
        });
  }

  @Override
  public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
    return transactions.statement(handle -> locked(handle, LOCK_ONE, tenant, id.value())).stream()
        .findFirst();
  }

  @Override
  public List<Assignment> lockAll(TaskRef task) {
    return transactions.statement(
        handle -> locked(handle, LOCK_ALL, task.tenant(), task.id().value()));
  }

  private static List<Assignment> locked(Handle handle, String sql, TenantId tenant, String id) {
    return handle
        .createQuery(sql)
        .bind("tenant", tenant.key())
        .bind("id", id)
        .map((row, context) -> AssignmentRow.read(row))
        .list();
  }

  /** For all tenants. */
  @Override
  public List<Assignment> lockOpen(int limit) {
    return transactions.inTransaction(
        handle -> {
          PlacementLock.take(handle);
          return handle
              .createQuery(Dispatch.LOCK_OPEN)
              .bind("limit", limit)
              .map((row, context) -> AssignmentRow.read(row))
              .list();
        });
  }

  /** For all tenants. */
  @Override
  public List<Assignment> lockOverdue(Duration offerLimit, Duration watched) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(Dispatch.LOCK_OVERDUE)
                .bind("offer_limit", offerLimit.toMillis())
                .bind("watched", watched.toMillis())
                .map((row, context) -> AssignmentRow.read(row))
                .list());
  }

  @Override
  public Map<MachineId, Long> states(Set<MachineId> machines) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(Dispatch.STATES)
                .bind("machines", Columns.texts(machines.stream().map(MachineId::value).toList()))
                .map(
                    (row, context) ->
                        Map.entry(
                            new MachineId(row.getString("machine")),
                            row.getBigDecimal("state").longValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public List<Held> heldBy(Agent agent) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(Dispatch.HELD)
                .bind("tenant", agent.tenant().key())
                .bind("machine", agent.machine().value())
                .map(
                    (row, context) ->
                        new Held(AssignmentRow.read(row), row.getBoolean("is_to_stop")))
                .list());
  }

  @Override
  public void save(Assignment assignment) {
    transactions.inTransaction(
        handle -> {
          if (AssignmentRow.bind(handle.createUpdate(SAVE), assignment).execute() == 0) {
            throw new IllegalStateException(
                "Assignment " + assignment.id() + " to be saved does not exist");
          }
          return assignment.status().isTerminal()
              ? endClaim(handle, assignment)
              : bindClaim(handle, SAVE_CLAIM, assignment);
        });
  }

  private static int bindClaim(Handle handle, String sql, Assignment assignment) {
    return AssignmentRow.bind(handle.createUpdate(sql), assignment).execute();
  }

  private static int endClaim(Handle handle, Assignment assignment) {
    return handle
        .createUpdate(END_CLAIM)
        .bind("tenant", assignment.task().tenant().key())
        .bind("id", assignment.id().value())
        .execute();
  }
}
