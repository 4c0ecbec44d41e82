package ru.perfscale.adapters.persistence.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.JoinTokenRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;

/** Join tokens in PostgreSQL. */
public final class JdbiJoinTokenRepository implements JoinTokenRepository {
  private static final String FORGET =
      """
      DELETE FROM join_token
      WHERE tenant = :tenant AND expires_at < clock_timestamp() - interval '1 day'
      """;

  private static final String ISSUE =
      """
      INSERT INTO join_token (tenant, token_hash, machine, expires_at)
      VALUES (:tenant, :hash, :machine, clock_timestamp() + :validity * interval '1 millisecond')
      RETURNING expires_at
      """;

  private static final String LOCK =
      """
      SELECT tenant, machine, expires_at <= clock_timestamp() AS expired, used_by, credential_hash
      FROM join_token WHERE token_hash = :hash FOR UPDATE
      """;

  private static final String USE =
      """
      UPDATE join_token
      SET used_at = clock_timestamp(), used_by = :machine, credential_hash = :credential
      WHERE token_hash = :hash AND used_at IS NULL
      """;

  private final JdbiTransactions transactions;

  public JdbiJoinTokenRepository(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Instant issue(CredentialHash token, Scope scope, Duration validity) {
    return transactions.inTransaction(
        handle -> {
          handle.createUpdate(FORGET).bind("tenant", scope.tenant().key()).execute();
          return handle
              .createQuery(ISSUE)
              .bind("tenant", scope.tenant().key())
              .bind("hash", token.hex())
              .bind("machine", scope.machine().map(MachineId::value).orElse(null))
              .bind("validity", validity.toMillis())
              .map((row, context) -> Columns.instant(row, "expires_at"))
              .one();
        });
  }

  @Override
  public Optional<Stored> lock(CredentialHash token) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(LOCK)
                .bind("hash", token.hex())
                .map((row, context) -> stored(row))
                .findOne());
  }

  private static Stored stored(ResultSet row) throws SQLException {
    Optional<String> credential = Columns.optionalText(row, "credential_hash");
    return new Stored(
        new Scope(
            TenantId.parse(row.getString("tenant")),
            Columns.optionalText(row, "machine").map(MachineId::new)),
        row.getBoolean("expired"),
        credential.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Use(
                    new MachineId(row.getString("used_by")),
                    new CredentialHash(credential.get()))));
  }

  @Override
  public void use(CredentialHash token, Use use) {
    int used =
        transactions.statement(
            handle ->
                handle
                    .createUpdate(USE)
                    .bind("hash", token.hex())
                    .bind("machine", use.machine().value())
                    .bind("credential", use.credential().hex())
                    .execute());
    if (used == 0) {
      throw new IllegalStateException("Join token " + token.fingerprint() + " is not there to use");
    }
  }
}
