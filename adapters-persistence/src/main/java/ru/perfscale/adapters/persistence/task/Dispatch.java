package ru.perfscale.adapters.persistence.task;

/**
 * The statements that dispatching works with. All deadlines are by the clock of the database.
 *
 * <p>Joins of tables say {@code tenant IS NOT DISTINCT FROM}, which is no other than "=" here, but
 * nothing that an index could be searched by: the ids alone find the one row, whereas a planner
 * without fresh statistics likes to read all of a tenant for each row of a queue.
 */
final class Dispatch {
  /**
   * First what free machines could take now, with each tenant's oldest task that wants several: it
   * must be looked at before machines go to younger ones. Then what has not been told yet why it
   * waits. The oldest first among each, the tenants in turn: so that a long queue of what cannot
   * run holds up nobody, not even within its tenant, and a tenant with many tasks no other.
   *
   * <p>{@code SKIP LOCKED} passes over what somebody else works on. {@code OF t, a, c} is the order
   * of locking: everybody begins with the task, so none of the three is left locked when another
   * one is skipped; and what is locked is read as it is then, not as the search saw it.
   */
  static final String LOCK_OPEN =
      """
      WITH free AS MATERIALIZED (
        SELECT g.tenant, tool.name AS tool, array_agg(g.machine) AS machines
        FROM agent g
        JOIN machine m ON m.id = g.machine AND m.tenant IS NOT DISTINCT FROM g.tenant
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(g.installed || g.installable)) AS tool (name)
        WHERE g.last_heard >= statement_timestamp() - interval '9 seconds'
          AND NOT m.maintenance AND NOT g.draining
          AND NOT EXISTS (
            SELECT FROM claim h
            WHERE h.machine = g.machine AND h.tenant IS NOT DISTINCT FROM g.tenant)
        GROUP BY g.tenant, tool.name
      ), queue AS MATERIALIZED (
        SELECT q.tenant, q.assignment, q.task, q.created_at, t.pending_reason IS NOT NULL AS told,
          coalesce(cardinality(f.machines) >= t.wanted_count
            AND coalesce(t.wanted_ids, '{}') <@ f.machines, false)
          OR (t.wanted_count > 1 OR t.wanted_labels IS NOT NULL) AND row_number() OVER (
            PARTITION BY q.tenant, t.wanted_count > 1 OR t.wanted_labels IS NOT NULL
            ORDER BY q.created_at, q.assignment) = 1 AS runs
        FROM claim q
        JOIN task t ON t.id = q.task AND t.tenant IS NOT DISTINCT FROM q.tenant
        LEFT JOIN free f ON f.tenant = t.tenant AND f.tool = t.tool
        WHERE q.status = 'open' AND q.lead
      ), turns AS MATERIALIZED (
        SELECT q.tenant, q.assignment, q.task, q.created_at,
          CASE WHEN q.runs THEN 0 WHEN q.told THEN 2 ELSE 1 END AS rank,
          row_number() OVER (
            PARTITION BY q.tenant, CASE WHEN q.runs THEN 0 WHEN q.told THEN 2 ELSE 1 END
            ORDER BY q.created_at, q.assignment) AS turn
        FROM queue q
      )
      SELECT %s
      FROM turns q
      JOIN task t ON t.id = q.task AND t.tenant IS NOT DISTINCT FROM q.tenant
      JOIN assignment a ON a.id = q.assignment AND a.tenant IS NOT DISTINCT FROM q.tenant
      JOIN claim c ON c.assignment = q.assignment AND c.tenant IS NOT DISTINCT FROM q.tenant
      WHERE c.status = 'open'
      ORDER BY q.rank, q.turn, q.created_at, q.assignment
      LIMIT :limit
      FOR NO KEY UPDATE OF t, a, c SKIP LOCKED
      """
          .formatted(AssignmentRow.COLUMNS);

  /**
   * A run is also given up at once when the life of the agent that accepted it is over: an answer
   * to an offer may be under way while its sender is replaced. Whatever a server was able to hear,
   * the next life has spoken.
   */
  static final String LOCK_OVERDUE =
      """
      SELECT %s
      FROM claim c
      JOIN task t ON t.id = c.task AND t.tenant IS NOT DISTINCT FROM c.tenant
      JOIN assignment a ON a.id = c.assignment AND a.tenant IS NOT DISTINCT FROM c.tenant
      LEFT JOIN agent g ON g.machine = c.machine AND g.tenant IS NOT DISTINCT FROM c.tenant
      WHERE (c.status = 'offered'
          AND c.offered_at < statement_timestamp() - :offer_limit * interval '1 millisecond')
        OR (c.status = 'accepted' AND (
          coalesce(g.last_heard, c.offered_at) < statement_timestamp() - :offer_limit * interval '1 millisecond'
          OR g.boot <> a.boot))
        OR (c.status = 'running' AND (
          (coalesce(g.last_heard, c.offered_at) < statement_timestamp() - c.contact_limit_millis * interval '1 millisecond'
            AND c.contact_limit_millis <= :watched)
          OR g.boot <> a.boot))
      ORDER BY c.offered_at, c.assignment
      FOR NO KEY UPDATE OF t, a, c SKIP LOCKED
      """
          .formatted(AssignmentRow.COLUMNS);

  private static final String IS_TO_STOP =
      """
      (t.cancel_requested_at IS NOT NULL OR EXISTS (
          SELECT FROM assignment_report r
          WHERE r.task = c.task AND r.tenant IS NOT DISTINCT FROM c.tenant AND r.stops_others))
      """;

  private static final String HOLDINGS =
      """
      FROM claim c
      JOIN task t ON t.id = c.task AND t.tenant IS NOT DISTINCT FROM c.tenant
      JOIN assignment a ON a.id = c.assignment AND a.tenant IS NOT DISTINCT FROM c.tenant
      """;

  static final String HELD =
      """
      SELECT %s, %s AS is_to_stop
      %s
      WHERE c.tenant = :tenant AND c.machine = :machine
      ORDER BY a.id
      """
          .formatted(AssignmentRow.COLUMNS, IS_TO_STOP, HOLDINGS);

  /** Of all tenants: where a machine of another one had the same id, one look more is no harm. */
  static final String STATES =
      """
      SELECT c.machine, sum(hashtextextended(
          concat_ws(' ', a.id, a.status, a.epoch, a.boot, a.share_index, t.started_at, %s), 0)) AS state
      %s
      WHERE c.machine = ANY (:machines)
      GROUP BY c.machine
      """
          .formatted(IS_TO_STOP, HOLDINGS);

  private Dispatch() {}
}
