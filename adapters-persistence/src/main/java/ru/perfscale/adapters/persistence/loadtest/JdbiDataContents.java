package ru.perfscale.adapters.persistence.loadtest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import ru.perfscale.adapters.persistence.JdbiTransactions;
import ru.perfscale.application.loadtest.DataContents;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.DataContent;

/**
 * Contents of data files in PostgreSQL. They go in two steps: what nobody needs is marked, and goes
 * when the mark is an hour old; whoever needs it meanwhile takes the mark away.
 */
public final class JdbiDataContents implements DataContents {
  private static final String KEEP =
      """
      INSERT INTO data_content (tenant, sha256, bytes) VALUES (:tenant, :sha256, :bytes)
      ON CONFLICT (sha256, tenant) DO UPDATE SET unused_since = NULL
      """;

  private static final String PART =
      """
      SELECT substring(bytes FROM :from + 1 FOR :most) AS part FROM data_content
      WHERE tenant = :tenant AND sha256 = :sha256
      """;

  /** Tests have them, and tasks with machines to come or at work. */
  private static final String MARK =
      """
      WITH needed AS (
        SELECT t.tenant, f ->> 'sha256' AS sha256
        FROM load_test t, jsonb_array_elements(t.data_files) AS f
        UNION
        SELECT t.tenant, f ->> 'sha256'
        FROM claim c JOIN task t ON t.id = c.task AND t.tenant = c.tenant, jsonb_array_elements(t.data_files) AS f
      ), state AS (
        SELECT d.tenant, d.sha256, n.sha256 IS NOT NULL AS is_needed
        FROM data_content d LEFT JOIN needed n ON n.tenant = d.tenant AND n.sha256 = d.sha256
      )
      UPDATE data_content d
      SET unused_since = CASE WHEN s.is_needed THEN NULL ELSE statement_timestamp() END
      FROM state s
      WHERE s.tenant = d.tenant AND s.sha256 = d.sha256 AND s.is_needed = (d.unused_since IS NOT NULL)
      """;

  private static final String FORGET =
      "DELETE FROM data_content WHERE unused_since < statement_timestamp() - interval '1 hour'";

  private final JdbiTransactions transactions;

  public JdbiDataContents(JdbiTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void keep(TenantId tenant, Collection<DataContent> contents) {
    // In one order, so that two who keep the same never wait for each other.
    List<DataContent> ordered =
        contents.stream().sorted(Comparator.comparing(DataContent::sha256)).toList();
    for (DataContent content : ordered) {
      transactions.statement(
          handle ->
              handle
                  .createUpdate(KEEP)
                  .bind("tenant", tenant.key())
                  .bind("sha256", content.sha256())
                  .bind("bytes", content.bytes())
                  .execute());
    }
  }

  @Override
  public byte[] part(TenantId tenant, String sha256, int from, int most) {
    return transactions.statement(
        handle ->
            handle
                .createQuery(PART)
                .bind("tenant", tenant.key())
                .bind("sha256", sha256)
                .bind("from", from)
                .bind("most", most)
                .map((row, context) -> row.getBytes("part"))
                .findOne()
                .orElseGet(() -> new byte[0]));
  }

  /**
   * Lets go of what nobody has needed for an hour.
   *
   * @return how many
   */
  public int forgetUnused() {
    transactions.statement(handle -> handle.createUpdate(MARK).execute());
    return transactions.statement(handle -> handle.createUpdate(FORGET).execute());
  }
}
