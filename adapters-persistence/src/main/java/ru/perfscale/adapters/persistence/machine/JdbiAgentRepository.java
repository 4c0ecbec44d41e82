package ru.perfscale.adapters.persistence.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.TextMapJson;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Placement.Candidate;

/** Agents in PostgreSQL. */
public final class JdbiAgentRepository implements AgentRepository {
  /** Locks the machine, so that none is enrolled while it is being removed. */
  private static final String ENROL =
      """
      INSERT INTO agent (tenant, machine, credential_hash)
      SELECT m.tenant, m.id, :hash FROM machine m
      WHERE m.tenant = :tenant AND m.id = :machine AND m.removed_at IS NULL
      FOR SHARE OF m
      ON CONFLICT (tenant, machine) DO UPDATE
      SET credential_hash = excluded.credential_hash, boot = NULL, last_heard = NULL
      """;

  private static final String PRESENT =
      """
      SELECT boot,
        coalesce(last_heard >= statement_timestamp() - interval '9 seconds', false) AS in_contact
      FROM agent WHERE tenant = :tenant AND machine = :machine
      """;

  /**
   * Of the lives that are over the last twenty are kept, and those that this hello names: the row
   * is written with every heartbeat, and no request is on its way for longer.
   */
  private static final String ATTACH =
      """
      UPDATE agent
      SET boot = :boot, installed = :installed, installable = :installable, version = :version,
        tool_versions = CAST(:tool_versions AS jsonb), draining = false, last_heard = clock_timestamp(),
        replaced = ARRAY(
            SELECT life FROM unnest(replaced) WITH ORDINALITY AS known (life, place)
            WHERE place > cardinality(replaced) - 20 ORDER BY place)
          || ARRAY(
            SELECT life FROM unnest(CAST(:replaces AS text[])) AS named (life)
            WHERE life <> :boot AND life <> ALL (replaced))
      WHERE tenant = :tenant AND machine = :machine AND :boot <> ALL (replaced)
      """;

  private static final String HEARD =
      """
      UPDATE agent SET last_heard = clock_timestamp()
      WHERE tenant = :tenant AND machine = :machine AND boot = :boot
      """;

  private static final String DRAIN =
      """
      UPDATE agent SET draining = true
      WHERE tenant = :tenant AND machine = :machine AND boot = :boot AND NOT draining
      """;

  private static final String CANDIDATES =
      "SELECT m.id, m.name, m.labels, coalesce(g.installed, '{}') AS installed,"
          + " coalesce(g.installable, '{}') AS installable, "
          + MachineRow.STATUS
          + " AS status FROM machine m"
          + " LEFT JOIN agent g ON g.tenant = m.tenant AND g.machine = m.id"
          + " WHERE m.tenant = :tenant AND m.removed_at IS NULL"
          + " ORDER BY m.registered_at, m.id";

  private final JdbiTransactions transactions;

  public JdbiAgentRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void enrol(Agent agent, CredentialHash credential) {
    int enrolled =
        transactions.statement(
            handle ->
                handle
                    .createUpdate(ENROL)
                    .bind("tenant", agent.tenant().key())
                    .bind("machine", agent.machine().value())
                    .bind("hash", credential.hex())
                    .execute());
    requireOne(enrolled, agent);
  }

  /** Across tenants: the credential is what tells the tenant. */
  @Override
  public Optional<Agent> find(CredentialHash credential) {
    return transactions.statement(
        handle ->
            handle
                .createQuery("SELECT tenant, machine FROM agent WHERE credential_hash = :hash")
                .bind("hash", credential.hex())
                .map(
                    (row, context) ->
                        new Agent(
                            new MachineId(row.getString("machine")),
                            TenantId.parse(row.getString("tenant"))))
                .findOne());
  }

  @Override
  public Optional<Present> present(Agent agent) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(PRESENT)
                .bind("tenant", agent.tenant().key())
                .bind("machine", agent.machine().value())
                .map(
                    (row, context) ->
                        new Present(
                            Columns.optionalText(row, "boot"), row.getBoolean("in_contact")))
                .findOne());
  }

  @Override
  public void attach(Agent agent, AgentBoot boot) {
    int attached =
        transactions.statement(
            handle ->
                handle
                    .createUpdate(ATTACH)
                    .bind("tenant", agent.tenant().key())
                    .bind("machine", agent.machine().value())
                    .bind("boot", boot.id())
                    .bind("installed", ToolColumns.names(boot.installed()))
                    .bind("installable", ToolColumns.names(boot.installable()))
                    .bind("version", boot.details().version().orElse(null))
                    .bind("tool_versions", ToolColumns.versions(boot.details().toolVersions()))
                    .bind("replaces", boot.details().replaces().toArray(String[]::new))
                    .execute());
    if (attached == 0 && present(agent).isPresent()) {
      throw new Conflict("This life of the agent is over: a later one has said so");
    }
    requireOne(attached, agent);
  }

  @Override
  public boolean heard(Agent agent, String boot) {
    return transactions.statement(
            handle ->
                handle
                    .createUpdate(HEARD)
                    .bind("tenant", agent.tenant().key())
                    .bind("machine", agent.machine().value())
                    .bind("boot", boot)
                    .execute())
        == 1;
  }

  @Override
  public void drain(Agent agent, String boot) {
    transactions.statement(
        handle ->
            handle
                .createUpdate(DRAIN)
                .bind("tenant", agent.tenant().key())
                .bind("machine", agent.machine().value())
                .bind("boot", boot)
                .execute());
  }

  @Override
  public List<Candidate> candidates(TenantId tenant) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(CANDIDATES)
                .bind("tenant", tenant.key())
                .map((row, context) -> candidate(row))
                .list());
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        new MachineId(row.getString("id")),
        row.getString("name"),
        MachineRow.status(row),
        ToolColumns.set(row, "installed"),
        ToolColumns.set(row, "installable"),
        TextMapJson.read(row.getString("labels")));
  }

  /** The machine was removed since the caller looked. */
  private static void requireOne(int rows, Agent agent) {
    if (rows == 0) {
      throw new NotFound("Machine", agent.machine().value());
    }
  }
}
