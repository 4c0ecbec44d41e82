package ru.perfscale.adapters.persistence.machine;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.Keyset;
import ru.perfscale.adapters.persistence.PlacementLock;
import ru.perfscale.application.machine.MachineRepository;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineId;

/** Machines in PostgreSQL. */
public final class JdbiMachineRepository implements MachineRepository {
  private static final Keyset PAGES = new Keyset("machine", "registered_at", "Machine");

  private static final String ADD =
      """
      INSERT INTO machine (tenant, id, name, hostname, ip_address, os, arch, cpu_cores, memory_gb,
        labels, maintenance, registered_at)
      VALUES (:tenant, :id, :name, :hostname, :ip_address, :os, :arch, :cpu_cores, :memory_gb,
        CAST(:labels AS jsonb), :maintenance, :registered_at)
      ON CONFLICT (tenant, lower(hostname)) WHERE removed_at IS NULL DO NOTHING
      """;

  private static final String SAVE =
      """
      UPDATE machine
      SET name = :name, ip_address = :ip_address, os = :os, arch = :arch, cpu_cores = :cpu_cores,
        memory_gb = :memory_gb, labels = CAST(:labels AS jsonb), maintenance = :maintenance
      WHERE tenant = :tenant AND id = :id AND removed_at IS NULL
      """;

  private static final String RUNNING =
      """
      SELECT m.name, c.task FROM claim c
      JOIN machine m ON m.tenant = c.tenant AND m.id = c.machine
      WHERE c.tenant = :tenant AND c.machine = :id
      """;

  private final JdbiTransactions transactions;

  public JdbiMachineRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(Machine machine) {
    int added =
        transactions.statement(
            handle -> {
              try (Update insert = handle.createUpdate(ADD)) {
                MachineRow.bind(insert, machine);
                return insert.execute();
              }
            });
    if (added == 0) {
      throw new Conflict(
          "A machine with the hostname "
              + machine.description().hostname()
              + " is registered already; remove it first, or give another hostname");
    }
  }

  @Override
  public Optional<Machine> find(TenantId tenant, MachineId id) {
    return one(tenant, id, "");
  }

  @Override
  public Optional<Machine> lock(TenantId tenant, MachineId id) {
    return one(tenant, id, " FOR NO KEY UPDATE OF m");
  }

  private Optional<Machine> one(TenantId tenant, MachineId id, String locking) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(MachineRow.SELECT + "AND m.id = :id" + locking)
                .bind("tenant", tenant.key())
                .bind("id", id.value())
                .map((row, context) -> MachineRow.read(row))
                .findOne());
  }

  @Override
  public Optional<Machine> findByHostname(TenantId tenant, Hostname hostname) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(MachineRow.SELECT + "AND lower(m.hostname) = :hostname")
                .bind("tenant", tenant.key())
                .bind("hostname", hostname.key())
                .map((row, context) -> MachineRow.read(row))
                .findOne());
  }

  @Override
  public List<Machine> page(TenantId tenant, Optional<MachineId> after, int limit) {
    return PAGES.page(
        transactions,
        tenant,
        after.map(MachineId::value),
        handle -> list(handle, "", limit),
        handle -> list(handle, "AND (m.registered_at, m.id) > (:after_time, :after_id) ", limit),
        (row, context) -> MachineRow.read(row));
  }

  private static Query list(Handle handle, String behind, int limit) {
    return handle
        .createQuery(
            MachineRow.SELECT + behind + "ORDER BY m.tenant, m.registered_at, m.id LIMIT :limit")
        .bind("limit", limit);
  }

  /** The hostname is what users know a machine by, and stays. */
  @Override
  public void save(Machine machine) {
    int saved =
        transactions.statement(
            handle -> {
              try (Update update = handle.createUpdate(SAVE)) {
                MachineRow.bind(update, machine);
                return update.execute();
              }
            });
    if (saved == 0) {
      throw new NotFound("Machine", machine.id().value());
    }
  }

  @Override
  public boolean remove(TenantId tenant, MachineId id) {
    return transactions.inTransaction(
        handle -> {
          // No offer is being made meanwhile, and one that was made is seen below.
          PlacementLock.take(handle);
          refuseWhileRunning(handle, tenant, id);
          int removed =
              handle
                  .createUpdate(
                      """
                      UPDATE machine SET removed_at = clock_timestamp()
                      WHERE tenant = :tenant AND id = :id AND removed_at IS NULL
                      """)
                  .bind("tenant", tenant.key())
                  .bind("id", id.value())
                  .execute();
          handle
              .createUpdate("DELETE FROM agent WHERE tenant = :tenant AND machine = :id")
              .bind("tenant", tenant.key())
              .bind("id", id.value())
              .execute();
          return removed == 1;
        });
  }

  private static void refuseWhileRunning(Handle handle, TenantId tenant, MachineId id) {
    handle
        .createQuery(RUNNING)
        .bind("tenant", tenant.key())
        .bind("id", id.value())
        .map(
            (row, context) ->
                "Machine %s runs task %s; cancel it first"
                    .formatted(row.getString("name"), row.getString("task")))
        .findFirst()
        .ifPresent(
            message -> {
              throw new Conflict(message);
            });
  }
}
