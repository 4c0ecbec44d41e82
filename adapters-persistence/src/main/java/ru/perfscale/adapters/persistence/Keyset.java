package ru.perfscale.adapters.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.identity.TenantId;

/**
 * Paging by position: a page begins behind the (instant, id) of the last element before it, so that
 * what is added or removed meanwhile neither repeats nor skips anything. Tombstones keep their
 * place.
 *
 * @param table with the columns {@code tenant} and {@code id}
 * @param time the column that orders it, before the id
 * @param what an element as a user names it, such as {@code Task}
 */
public record Keyset(String table, String time, String what) {
  /**
   * @param first selects from the beginning
   * @param next selects behind {@code (:after_time, :after_id)}
   * @throws Invalid when the tenant never had {@code after}
   */
  public <T> List<T> page(
      JdbiTransactions transactions,
      TenantId tenant,
      Optional<String> after,
      Function<Handle, Query> first,
      Function<Handle, Query> next,
      RowMapper<T> mapper) {
    if (after.isEmpty()) {
      return transactions.statement(
          handle -> first.apply(handle).bind("tenant", tenant.key()).map(mapper).list());
    }
    Instant position = position(transactions, tenant, after.get());
    return transactions.statement(
        handle ->
            next.apply(handle)
                .bind("tenant", tenant.key())
                .bind("after_time", Columns.instant(position))
                .bind("after_id", after.get())
                .map(mapper)
                .list());
  }

  private Instant position(JdbiTransactions transactions, TenantId tenant, String after) {
    String sql =
        "SELECT %s AS position FROM %s WHERE tenant = :tenant AND id = :id".formatted(time, table);
    return transactions
        .statement(
            handle ->
                handle
                    .createQuery(sql)
                    .bind("tenant", tenant.key())
                    .bind("id", after)
                    .map((row, context) -> Columns.instant(row, "position"))
                    .findOne())
        .orElseThrow(
            () ->
                new Invalid(
                    "after",
                    "%s %s does not exist; give the id of the last one of the page before"
                        .formatted(what, after)));
  }
}
