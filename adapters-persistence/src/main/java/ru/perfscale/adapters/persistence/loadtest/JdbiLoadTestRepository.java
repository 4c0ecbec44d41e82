package ru.perfscale.adapters.persistence.loadtest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.adapters.persistence.Keyset;
import ru.perfscale.application.loadtest.LoadTestRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.Definition;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.TestStatus;
import ru.perfscale.domain.loadtest.Tool;

/** Load tests in PostgreSQL. */
public final class JdbiLoadTestRepository implements LoadTestRepository {
  private static final Keyset PAGES = new Keyset("load_test", "created_at", "Test");

  private static final String ADD =
      """
      INSERT INTO load_test (tenant, id, name, tool, script, users, duration_millis, time_limit_millis,
        contact_limit_millis, data_files, status, created_at)
      VALUES (:tenant, :id, :name, :tool, :script, :users, :duration, :time_limit,
        :contact_limit, CAST(:data_files AS jsonb), :status, :created_at)
      """;

  private static final String SELECT =
      """
      SELECT tenant, id, name, tool, script, users, duration_millis, time_limit_millis,
        contact_limit_millis, data_files, status, created_at
      FROM load_test
      WHERE tenant = :tenant AND removed_at IS NULL
      """;

  private static final String SAVE =
      """
      UPDATE load_test
      SET name = :name, script = :script, users = :users, duration_millis = :duration,
        time_limit_millis = :time_limit, contact_limit_millis = :contact_limit,
        data_files = CAST(:data_files AS jsonb), status = :status
      WHERE tenant = :tenant AND id = :id AND removed_at IS NULL
      """;

  private static final String REMOVE =
      """
      UPDATE load_test SET removed_at = clock_timestamp(), script = '', data_files = NULL
      WHERE tenant = :tenant AND id = :id AND removed_at IS NULL
      """;

  private final JdbiTransactions transactions;

  public JdbiLoadTestRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(LoadTest test) {
    transactions.statement(
        handle ->
            bind(handle.createUpdate(ADD), test)
                .bind("tool", test.definition().tool().wireName())
                .bind("created_at", Columns.instant(test.createdAt()))
                .execute());
  }

  @Override
  public Optional<LoadTest> find(TenantId tenant, LoadTestId id) {
    return one(tenant, id, SELECT + "AND id = :id");
  }

  @Override
  public Optional<LoadTest> lock(TenantId tenant, LoadTestId id) {
    return one(tenant, id, SELECT + "AND id = :id FOR NO KEY UPDATE");
  }

  private Optional<LoadTest> one(TenantId tenant, LoadTestId id, String sql) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(sql)
                .bind("tenant", tenant.key())
                .bind("id", id.value())
                .map((row, context) -> read(row))
                .findOne());
  }

  @Override
  public List<LoadTest> page(TenantId tenant, Optional<LoadTestId> after, int limit) {
    return PAGES.page(
        transactions,
        tenant,
        after.map(LoadTestId::value),
        handle -> list(handle, "", limit),
        handle -> list(handle, "AND (created_at, id) > (:after_time, :after_id) ", limit),
        (row, context) -> read(row));
  }

  private static Query list(Handle handle, String behind, int limit) {
    return handle
        .createQuery(SELECT + behind + "ORDER BY created_at, id LIMIT :limit")
        .bind("limit", limit);
  }

  @Override
  public void save(LoadTest test) {
    int saved = transactions.statement(handle -> bind(handle.createUpdate(SAVE), test).execute());
    if (saved == 0) {
      throw new IllegalStateException("Test " + test.id() + " to be saved does not exist");
    }
  }

  @Override
  public boolean remove(TenantId tenant, LoadTestId id) {
    return transactions.statement(
            handle ->
                handle
                    .createUpdate(REMOVE)
                    .bind("tenant", tenant.key())
                    .bind("id", id.value())
                    .execute())
        == 1;
  }

  private static <S extends SqlStatement<S>> S bind(S statement, LoadTest test) {
    Definition definition = test.definition();
    return statement
        .bind("tenant", test.tenant().key())
        .bind("id", test.id().value())
        .bind("name", definition.name())
        .bind("script", definition.script())
        .bind("users", Columns.number(definition.load().users()))
        .bind("duration", Columns.millis(definition.load().duration()))
        .bind("time_limit", definition.limits().time().toMillis())
        .bind("contact_limit", definition.limits().contact().toMillis())
        .bind("data_files", DataFilesJson.write(definition.dataFiles()))
        .bind("status", test.status().wireName());
  }

  private static LoadTest read(ResultSet row) throws SQLException {
    Load load =
        new Load(Columns.optionalInt(row, "users"), Columns.optionalMillis(row, "duration_millis"));
    return new LoadTest(
        new LoadTestId(row.getString("id")),
        TenantId.parse(row.getString("tenant")),
        new Definition(
            row.getString("name"),
            Tool.parse(row.getString("tool")),
            row.getString("script"),
            load,
            new Limits(
                Columns.millis(row, "time_limit_millis"),
                Columns.millis(row, "contact_limit_millis")),
            DataFilesJson.read(row.getString("data_files"))),
        TestStatus.parse(row.getString("status")),
        Columns.instant(row, "created_at"));
  }
}
