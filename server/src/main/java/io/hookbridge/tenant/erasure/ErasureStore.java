package io.hookbridge.tenant.erasure;

import io.hookbridge.base.TenantId;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Statements of an erasure. They know every table that holds something of a tenant. */
final class ErasureStore {

    static final int USUAL_CHUNK = 1_000;

    /** Their rows are some hundred kilobytes each. */
    private static final int PIECES_AT_ONCE = 100;

    private static final String OF_TENANT = "tenant_id = :tenant";

    /** An array, so that indexes that begin with the environment are used. */
    private static final String OF_ENVIRONMENTS =
            "environment_id = ANY (ARRAY(SELECT id FROM environment WHERE tenant_id = :tenant))";

    private static final String OF_ENDPOINTS =
            "endpoint_id IN (SELECT id FROM endpoint WHERE " + OF_ENVIRONMENTS + ")";

    /**
     * Rows of a table that is not partitioned.
     *
     * @param most in one transaction
     */
    private record Rows(String table, String which, int most) {

        Rows(String table, String which) {
            this(table, which, Integer.MAX_VALUE);
        }
    }

    /**
     * All tables but those of messages and attempts, and those of the last transaction; what others
     * refer to comes after them. Changes of counts that are not folded yet lie together with those
     * of others, and are left out when they are.
     */
    private static final List<Rows> ROWS =
            List.of(
                    new Rows("mark", OF_ENVIRONMENTS),
                    new Rows("idempotency_key", OF_ENVIRONMENTS),
                    new Rows("same_bytes", OF_ENVIRONMENTS),
                    new Rows("made_from", OF_ENVIRONMENTS),
                    new Rows("pull_clock", OF_ENVIRONMENTS),
                    new Rows("listen_server", OF_ENVIRONMENTS),
                    new Rows("message_count_minute", OF_ENVIRONMENTS),
                    new Rows("message_count_hour", OF_ENVIRONMENTS),
                    new Rows("message_count_day", OF_ENVIRONMENTS),
                    new Rows("ledger", OF_ENVIRONMENTS),
                    new Rows(
                            "export_piece",
                            "export_id IN (SELECT id FROM export WHERE " + OF_ENVIRONMENTS + ")",
                            PIECES_AT_ONCE),
                    new Rows("export", OF_ENVIRONMENTS),
                    new Rows("saved_search", OF_TENANT),
                    new Rows("bulk_action", OF_TENANT),
                    new Rows("api_key", OF_ENVIRONMENTS),
                    new Rows("inbound_rejection", OF_ENVIRONMENTS),
                    new Rows("signing_key", OF_ENDPOINTS),
                    new Rows("inbound_endpoint", OF_ENDPOINTS),
                    new Rows("inbound_preset", OF_ENVIRONMENTS),
                    new Rows("endpoint", OF_ENVIRONMENTS),
                    new Rows("builtin_page_token", OF_TENANT),
                    new Rows("builtin_page_session", OF_TENANT),
                    new Rows("console_session", OF_TENANT),
                    new Rows(
                            "console_link",
                            "user_id IN (SELECT id FROM console_user WHERE " + OF_TENANT + ")"),
                    new Rows("console_user", OF_TENANT),
                    new Rows("last_known_invoices", OF_TENANT),
                    new Rows("metered_span", OF_TENANT),
                    new Rows("heard_subscription", OF_TENANT),
                    new Rows("customer_sync", OF_TENANT),
                    new Rows("overage_report", OF_TENANT),
                    new Rows("billing_reconcile_item", OF_TENANT),
                    new Rows("subscription", OF_TENANT),
                    new Rows(
                            "billing_inbox",
                            "(book, customer_id) IN (SELECT book, external_id FROM billing_customer WHERE "
                                    + OF_TENANT
                                    + ")"),
                    new Rows("billing_customer", OF_TENANT),
                    new Rows("builtin_statement", OF_TENANT),
                    new Rows("overage_hour", OF_TENANT),
                    new Rows("usage_threshold", OF_TENANT),
                    new Rows("audit_event", OF_TENANT));

    /** In which an acceptance of messages ends, in the order in which it locks them. */
    private static final List<String> USAGE = List.of("usage_month", "usage_test_day");

    private final Jdbi jdbi;
    private final int chunk;

    ErasureStore(Jdbi jdbi, int chunk) {
        this.jdbi = jdbi;
        this.chunk = chunk;
    }

    Holdings holdings(TenantId tenant) {
        return jdbi.withHandle(handle ->
                new Holdings(
                        handle.createQuery(
                                        """
                                        WITH messages AS (
                                            SELECT count(*) AS all, count(*) AS waiting, sum(size_bytes) AS bytes
                                              FROM queue
                                             WHERE environment_id = ANY (:environments)
                                             UNION ALL
                                            SELECT count(*), count(*), sum(size_bytes)
                                              FROM under_way
                                             WHERE environment_id = ANY (:environments)
                                             UNION ALL
                                            SELECT count(*), 0, sum(size_bytes)
                                              FROM outcome
                                             WHERE environment_id = ANY (:environments)
                                             UNION ALL
                                            SELECT count(*), 0, sum(size_bytes)
                                              FROM pull_event
                                             WHERE environment_id = ANY (:environments)
                                        ), message_sums AS (
                                            SELECT sum(messages.all) AS messages, sum(waiting) AS waiting,
                                                   coalesce(sum(bytes), 0) AS bytes
                                              FROM messages
                                        ), export_sums AS (
                                            SELECT count(*) AS exports, coalesce(sum(size_bytes), 0) AS bytes
                                              FROM export
                                             WHERE environment_id = ANY (:environments)
                                        )
                                        SELECT (SELECT count(*) FROM project
                                                 WHERE tenant_id = :tenant AND deleted_at IS NULL) AS projects,
                                               (SELECT count(*) FROM console_user WHERE tenant_id = :tenant) AS people,
                                               (SELECT count(*) FROM api_key
                                                 WHERE environment_id = ANY (:environments)
                                                   AND deleted_at IS NULL) AS api_keys,
                                               (SELECT count(*) FROM endpoint
                                                 WHERE tenant_id = :tenant AND deleted_at IS NULL) AS endpoints,
                                               messages, waiting AS messages_waiting, message_sums.bytes AS message_bytes,
                                               exports, export_sums.bytes AS export_bytes,
                                               (SELECT count(*) FROM audit_event
                                                 WHERE tenant_id = :tenant) AS audit_events
                                          FROM message_sums, export_sums
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("environments", environments(handle, tenant))
                                .map((row, _) -> counts(row))
                                .one()));
    }

    /** By column, in the order of the query. */
    private static Map<String, Long> counts(ResultSet row) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            counts.put(row.getMetaData().getColumnLabel(i), row.getLong(i));
        }
        return counts;
    }

    /** Whether there is such a tenant that is not being erased; the row stays locked. */
    static boolean lockStanding(Handle handle, TenantId tenant) {
        return handle.createQuery(
                        """
                        SELECT id
                          FROM tenant
                         WHERE id = :tenant
                           AND status <> 'erasing'
                           FOR NO KEY UPDATE
                        """)
                .bind("tenant", tenant.value())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    static void begin(Handle handle, TenantId tenant, String counts) {
        handle.createUpdate(
                        """
                        UPDATE tenant
                           SET status = 'erasing', erased_counts = :counts
                         WHERE id = :tenant
                        """)
                .bind("tenant", tenant.value())
                .bind("counts", counts)
                .execute();
    }

    /**
     * The counts that were given to {@link #begin}, from the tenant or from the audit of its end.
     */
    Optional<String> ordered(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT erased_counts FROM tenant
                                 WHERE id = :tenant AND status = 'erasing'
                                 UNION ALL
                                SELECT detail FROM audit_event
                                 WHERE tenant_id IS NULL AND subject = :subject AND action = 'tenant.erased'
                                """)
                        .bind("tenant", tenant.value())
                        .bind("subject", tenant.toString())
                        .mapTo(String.class)
                        .findFirst());
    }

    List<TenantId> erasing() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT id FROM tenant WHERE status = 'erasing' ORDER BY id")
                        .mapTo(UUID.class)
                        .map(TenantId::new)
                        .list());
    }

    static boolean exists(Handle handle, TenantId tenant) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM tenant WHERE id = :tenant)")
                .bind("tenant", tenant.value())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Keeps others from erasing the tenant until the transaction ends; what there was of it when
     * the erasure began.
     */
    static Optional<String> claim(Handle handle, TenantId tenant) {
        return handle.createQuery(
                        """
                        SELECT erased_counts
                          FROM tenant
                         WHERE id = :tenant
                           AND status = 'erasing'
                           FOR NO KEY UPDATE SKIP LOCKED
                        """)
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .findOne();
    }

    /** Deletes some of the rows that nobody uses now; false if there are none. */
    boolean deleteSome(Handle handle, TenantId tenant) {
        List<UUID> environments = List.of(environments(handle, tenant));
        return Stream.of("queue", "outcome", "pull_event")
                        .anyMatch(table ->
                                environments.stream()
                                        .anyMatch(one -> deleteMessages(handle, table, one)))
                || environments.stream().anyMatch(one -> deleteAttempts(handle, one))
                || deleteLines(handle, tenant)
                || deleteRows(handle, tenant)
                || environments.stream().anyMatch(one -> deletePayloads(handle, one))
                || deleteSearch(handle, tenant);
    }

    /** In one order for all. */
    private static UUID[] environments(Handle handle, TenantId tenant) {
        return handle.createQuery(
                        "SELECT id FROM environment WHERE tenant_id = :tenant ORDER BY id")
                .bind("tenant", tenant.value())
                .mapTo(UUID.class)
                .list()
                .toArray(UUID[]::new);
    }

    private boolean deleteRows(Handle handle, TenantId tenant) {
        int deleted = 0;
        for (Rows rows : ROWS) {
            int most = Math.min(rows.most(), chunk - deleted);
            int gone = delete(handle, rows, tenant, most);
            if (gone == most) {
                // There may be more of it, which refers to what comes next.
                return true;
            }
            deleted += gone;
        }
        return deleted > 0;
    }

    /**
     * With their payloads and what was answered to them, which lie by the same day, in one
     * statement: a payload alone would be a message that is under way.
     */
    private boolean deleteMessages(Handle handle, String table, UUID environment) {
        return handle.createUpdate(
                                """
                                WITH chosen AS MATERIALIZED (
                                    SELECT id, (payload_expires_at AT TIME ZONE 'UTC')::date AS day
                                      FROM %1$s
                                     WHERE environment_id = :environment
                                     LIMIT :most
                                       FOR UPDATE SKIP LOCKED
                                ), payloads AS (
                                    DELETE FROM message
                                     WHERE environment_id = :environment
                                       AND id = ANY (ARRAY(SELECT id FROM chosen))
                                       AND expires_on = ANY (ARRAY(SELECT DISTINCT day FROM chosen))
                                ), answers AS (
                                    DELETE FROM response_body
                                     WHERE environment_id = :environment
                                       AND message_id = ANY (ARRAY(SELECT id FROM chosen))
                                       AND expires_on = ANY (ARRAY(SELECT DISTINCT day FROM chosen))
                                )
                                DELETE FROM %1$s
                                 WHERE environment_id = :environment
                                   AND id = ANY (ARRAY(SELECT id FROM chosen))
                                """
                                        .formatted(table))
                        .bind("environment", environment)
                        .bind("most", chunk)
                        .execute()
                > 0;
    }

    /**
     * What nothing else stands for any more, but for messages that may be under way: the node that
     * has one in its hands still writes what becomes of it, a row of the queue or an outcome, which
     * then goes in its turn.
     */
    private boolean deletePayloads(Handle handle, UUID environment) {
        return handle.createUpdate(
                                """
                                WITH chosen AS MATERIALIZED (
                                    SELECT environment_id, id, expires_on
                                      FROM message
                                     WHERE environment_id = :environment
                                       AND (node IS NULL OR coalesce(id < (SELECT watermark FROM node ORDER BY watermark LIMIT 1), true))
                                     LIMIT :most
                                )
                                DELETE FROM message m
                                 USING chosen
                                 WHERE m.environment_id = :environment
                                   AND m.environment_id = chosen.environment_id
                                   AND m.id = chosen.id
                                   AND m.expires_on = chosen.expires_on
                                """)
                        .bind("environment", environment)
                        .bind("most", chunk)
                        .execute()
                > 0;
    }

    private boolean deleteSearch(Handle handle, TenantId tenant) {
        return handle.createUpdate(
                                """
                                DELETE FROM message_search
                                 WHERE (environment_id, id, until) IN (
                                       SELECT environment_id, id, until FROM message_search
                                        WHERE %s
                                        LIMIT :most)
                                """
                                        .formatted(OF_ENVIRONMENTS))
                        .bind("tenant", tenant.value())
                        .bind("most", chunk)
                        .execute()
                > 0;
    }

    /** What listeners are told, the line first: listeners lock it before its entries. */
    private boolean deleteLines(Handle handle, TenantId tenant) {
        int deleted = 0;
        for (String table : List.of("listen_line", "listen_entry")) {
            if (!Spread.is(handle)) {
                deleted += delete(handle, new Rows(table, OF_ENVIRONMENTS), tenant, chunk);
                continue;
            }
            deleted +=
                    handle.createUpdate(
                                    "DELETE FROM %s WHERE environment_id = ANY (:environments)"
                                            .formatted(table))
                            .bind("environments", environments(handle, tenant))
                            .execute();
        }
        return deleted > 0;
    }

    private boolean deleteAttempts(Handle handle, UUID environment) {
        return handle.createUpdate(
                                """
                                DELETE FROM attempt
                                 WHERE environment_id = :environment
                                   AND message_id = ANY (ARRAY(
                                       SELECT message_id FROM attempt
                                        WHERE environment_id = :environment
                                        LIMIT :most))
                                """)
                        .bind("environment", environment)
                        .bind("most", chunk)
                        .execute()
                > 0;
    }

    /**
     * Looked for before they are deleted, so that a transaction takes away no more than it may.
     *
     * @return how many, at most {@code most}
     */
    private static int delete(Handle handle, Rows rows, TenantId tenant, int most) {
        List<String> found =
                handle.createQuery(
                                """
                                SELECT ctid::text
                                  FROM %s
                                 WHERE %s
                                 LIMIT :most
                                   FOR UPDATE SKIP LOCKED
                                """
                                        .formatted(rows.table(), rows.which()))
                        .bind("tenant", tenant.value())
                        .bind("most", most)
                        .mapTo(String.class)
                        .list();
        if (!found.isEmpty()) {
            handle.createUpdate(
                            "DELETE FROM %s WHERE ctid = ANY (:found::tid[])"
                                    .formatted(rows.table()))
                    .bind("found", found.toArray(String[]::new))
                    .execute();
        }
        return found.size();
    }

    /**
     * Waits for who is accepting messages, folding counts or indexing at this moment, and makes
     * whoever comes later fail, or find no environment to count for.
     *
     * @return whether nothing is left of what refers neither to the tenant nor to an environment
     */
    static boolean deleteUsage(Handle handle, TenantId tenant) {
        for (String table : USAGE) {
            handle.createUpdate("DELETE FROM %s WHERE %s".formatted(table, OF_TENANT))
                    .bind("tenant", tenant.value())
                    .execute();
        }
        handle.execute(
                "SELECT FROM environment WHERE tenant_id = ? ORDER BY id FOR UPDATE",
                tenant.value());
        // In one statement: what moves from one table to another is seen in one of them.
        return handle.createQuery(
                        """
                        SELECT NOT (EXISTS (SELECT 1 FROM message WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM message_search WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM queue WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM outcome WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM pull_event WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM inbound_rejection WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM mark WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM attempt WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM idempotency_key WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM same_bytes WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM made_from WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM message_count_minute WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM message_count_hour WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM message_count_day WHERE environment_id = ANY (:environments))
                                    OR EXISTS (SELECT 1 FROM ledger WHERE environment_id = ANY (:environments)))
                        """)
                .bind("environments", environments(handle, tenant))
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * The projects and the tenant itself; fails while anything refers to them. Their rows of {@code
     * cache_version} stay: all this may take less time than passes between two looks of a node,
     * which would go on letting a key in that it never heard is gone.
     */
    static void deleteTenant(Handle handle, TenantId tenant) {
        handle.createUpdate("DELETE FROM environment WHERE tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .execute();
        handle.createUpdate("DELETE FROM project WHERE tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .execute();
        handle.createUpdate("DELETE FROM tenant WHERE id = :tenant")
                .bind("tenant", tenant.value())
                .execute();
    }
}
