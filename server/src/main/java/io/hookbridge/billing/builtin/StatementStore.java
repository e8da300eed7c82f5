package io.hookbridge.billing.builtin;

import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statements on {@code builtin_statement}. Writers hold the customer's lock. */
final class StatementStore {

    private final Jdbi jdbi;

    StatementStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Where the run of periods began that the running statement belongs to. */
    Optional<Instant> anchor(Customer customer) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT anchor
                                  FROM builtin_statement
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                   AND messages_used IS NULL
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .mapTo(Instant.class)
                        .findOne());
    }

    /**
     * Ends the running statement, if there is one.
     *
     * @param messagesEver all messages of the customer so far
     */
    void close(Customer customer, Instant end, long messagesEver) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE builtin_statement
                                   SET period_end = greatest(period_start, :end),
                                       messages_used = greatest(0, :messagesEver - messages_before)
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                   AND messages_used IS NULL
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .bind("end", end)
                        .bind("messagesEver", messagesEver)
                        .execute());
    }

    /** Begins the statement of the subscription's present period. */
    void open(Customer customer, Subscription subscription, Instant anchor, long messagesEver) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO builtin_statement
                                    (tenant_id, mode, number, plan, billing_interval, anchor, period_start, period_end, messages_before)
                                SELECT :tenant, :mode, coalesce(max(number), 0) + 1, :plan, :interval, :anchor, :start, :end, :messagesEver
                                  FROM builtin_statement
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .bind("plan", subscription.plan())
                        .bind("interval", subscription.interval().word())
                        .bind("anchor", anchor)
                        .bind("start", subscription.currentPeriodStart())
                        .bind("end", subscription.currentPeriodEnd())
                        .bind("messagesEver", messagesEver)
                        .execute());
    }

    /** The newest statements, the newest first. */
    List<Statement> newest(Customer customer, int limit, long messagesEver) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT number, plan, billing_interval, period_start, period_end, messages_used IS NULL AS running,
                                       coalesce(messages_used, greatest(0, :messagesEver - messages_before)) AS messages
                                  FROM builtin_statement
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                 ORDER BY number DESC
                                 LIMIT :limit
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .bind("limit", limit)
                        .bind("messagesEver", messagesEver)
                        .map((row, _) -> statement(row))
                        .list());
    }

    /**
     * The statements of periods that are over, the newest first.
     *
     * @param before only those with a lower number
     */
    List<Statement> closed(Customer customer, int before, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT number, plan, billing_interval, period_start, period_end, false AS running,
                                       messages_used AS messages
                                  FROM builtin_statement
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                   AND number < :before
                                   AND messages_used IS NOT NULL
                                 ORDER BY number DESC
                                 LIMIT :limit
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .bind("before", before)
                        .bind("limit", limit)
                        .map((row, _) -> statement(row))
                        .list());
    }

    private static Statement statement(ResultSet row) throws SQLException {
        return new Statement(
                row.getInt("number"),
                row.getString("plan"),
                Interval.of(row.getString("billing_interval")).orElseThrow(),
                row.getTimestamp("period_start").toInstant(),
                row.getTimestamp("period_end").toInstant(),
                row.getLong("messages"),
                row.getBoolean("running"));
    }
}
