package io.hookbridge.insight.metric;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.PlanEachTime;
import io.hookbridge.message.PayloadStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what became of all messages, and what waits.
 *
 * <p>The figures are of one snapshot: they agree also while messages move. It counts the rows of
 * what is pending one by one, a million of them in about a fifth of a second.
 */
final class LedgerStore {

    /** The targets with something due that servers may take, each with the moment of the first. */
    private static final String DUE =
            """
             FROM first_due
             JOIN endpoint ON endpoint.id = first_due.target_id
             JOIN environment ON environment.id = endpoint.environment_id
             JOIN project ON project.id = environment.project_id
             JOIN tenant ON tenant.id = endpoint.tenant_id
             LEFT JOIN inbound_endpoint ON inbound_endpoint.endpoint_id = endpoint.id
            WHERE due_at <= :by
              AND endpoint.paused_reason IS NULL
              AND coalesce(inbound_endpoint.mode, 'forward') = 'forward'
              AND project.deleted_at IS NULL
              AND tenant.status = 'active'
            """;

    private final Jdbi jdbi;

    LedgerStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Figures figures() {
        // What is counted of an erased environment and not folded yet belongs to nobody.
        return figures("WHERE environment_id IN (SELECT id FROM environment)", null);
    }

    Figures figures(EnvironmentId environment) {
        return figures("WHERE environment_id = :id", environment.value());
    }

    Figures figures(ProjectId project) {
        return figures(
                "WHERE environment_id IN (SELECT id FROM environment WHERE project_id = :id)",
                project.value());
    }

    /**
     * Without what is to be fetched, which {@link FoldCounts} leaves out of the sums as well.
     *
     * @param id null for none in {@code where}
     */
    private Figures figures(String where, @Nullable UUID id) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    PayloadStore.keepPartitions(handle);
                    return figures(handle, where, id, watermark(handle));
                });
    }

    /** Not above any message that is under way; null if there is no node that could have any. */
    private static @Nullable UUID watermark(Handle handle) {
        return handle.createQuery("SELECT lowest_watermark()")
                .mapTo(UUID.class)
                .findOne()
                .orElse(null);
    }

    private static Figures figures(
            Handle handle, String where, @Nullable UUID id, @Nullable UUID watermark) {
        Query query =
                handle.createQuery(
                                """
                                SELECT coalesce(sum(accepted), 0), coalesce(sum(succeeded), 0), coalesce(sum(failed), 0),
                                       coalesce(sum(deleted), 0),
                                       (SELECT count(*) FROM queue %1$s)
                                       + (SELECT count(*)
                                            FROM (SELECT environment_id, id
                                                    FROM message
                                                   WHERE id >= :watermark::uuid
                                                     AND node IS NOT NULL) AS m
                                           %1$s
                                             AND NOT EXISTS (SELECT FROM queue q
                                                              WHERE q.environment_id = m.environment_id AND q.id = m.id)
                                             AND NOT EXISTS (SELECT FROM outcome o
                                                              WHERE o.environment_id = m.environment_id AND o.id = m.id
                                                                AND o.id >= :watermark::uuid))
                                  FROM (SELECT accepted, succeeded, failed, deleted FROM ledger %1$s
                                         UNION ALL
                                        SELECT accepted, succeeded, failed, deleted FROM message_count_entry %1$s
                                           AND direction <> 'pull') AS counts
                                """
                                        .formatted(where))
                        .addCustomizer(new PlanEachTime())
                        .bind("watermark", watermark);
        if (id != null) {
            query.bind("id", id);
        }
        return query.map((row, _) ->
                        new Figures(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5)))
                .one();
    }

    /** Since when the message is due that has waited longest of those that servers may take. */
    Optional<Instant> oldestDue(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT min(due_at) " + DUE)
                        .bind("by", now)
                        .mapTo(Instant.class)
                        .findOne());
    }

    /** How many targets have something that was due by then and that servers may take. */
    int dueBy(Instant moment) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) " + DUE)
                        .bind("by", moment)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Since when the message to a target is due that has waited longest. */
    Optional<Instant> oldestDue(EnvironmentId environment, TargetId target, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT due_at
                                  FROM queue
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :target
                                   AND node IS NULL
                                   AND due_at <= :now
                                 ORDER BY due_at
                                 LIMIT 1
                                """)
                        .bind("environment", environment.value())
                        .bind("target", target.value())
                        .bind("now", now)
                        .mapTo(Instant.class)
                        .findOne());
    }

    /** How many messages to a target are due and held by no server, counted up to {@code most}. */
    int due(EnvironmentId environment, TargetId target, Instant now, int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM (SELECT 1
                                          FROM queue
                                         WHERE environment_id = :environment
                                           AND endpoint_id = :target
                                           AND node IS NULL
                                           AND due_at <= :now
                                         LIMIT :most) AS due
                                """)
                        .bind("environment", environment.value())
                        .bind("target", target.value())
                        .bind("now", now)
                        .bind("most", most)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Since when the event is fetched that has waited longest to be acknowledged. */
    Optional<Instant> oldestFetched(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT fetched_at
                                  FROM pull_event
                                 WHERE status = 'fetched'
                                   AND deleted_at IS NULL
                                   AND payload_expires_at > :now
                                 ORDER BY fetched_at
                                 LIMIT 1
                                """)
                        .bind("now", now)
                        .mapTo(Instant.class)
                        .findOne());
    }
}
