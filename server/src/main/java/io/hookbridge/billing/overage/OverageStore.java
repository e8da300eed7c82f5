package io.hookbridge.billing.overage;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.db.Columns;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Statements on {@code overage_report}, and on where its rows come from: {@code overage_hour},
 * which counting messages fills, and {@code metered_span}, which each change of a subscription
 * does.
 */
final class OverageStore {

    private final Jdbi jdbi;

    OverageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Messages above the plan in one hour that is over.
     *
     * @param customer the provider's identifier of the one whose subscription held in the hour
     * @param hour its start (UTC)
     * @param messages more than 0; final
     */
    record ClosedHour(TenantId tenant, String customer, Instant hour, long messages) {}

    /**
     * A report that is not settled yet.
     *
     * @param customer whose subscription held in the hour
     * @param customerGone whether the provider does not know that customer any more, or the tenant
     *     has another one
     * @param subscriptionEnded whether the subscription that held in the hour bills usage no more
     * @param held whether a person was told already that the customer is gone
     */
    record Open(
            TenantId tenant,
            BillingBook book,
            Instant hour,
            long messages,
            String identifier,
            String customer,
            boolean customerGone,
            boolean subscriptionEnded,
            boolean held,
            @Nullable Instant firstSentAt,
            int tries) {}

    /**
     * Hours that have no report yet and in which the tenant's subscription in {@code book} was
     * billed by usage, whatever has become of it since; the oldest first.
     *
     * @param from the first hour to look at
     * @param before hours that begin at this moment or later are not over yet
     */
    List<ClosedHour> unreported(BillingBook book, Instant from, Instant before, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT DISTINCT ON (h.hour, h.tenant_id)
                                       h.tenant_id, m.customer, h.hour, h.message_count
                                  FROM metered_span m
                                  JOIN overage_hour h USING (tenant_id)
                                 WHERE m.book = :book
                                   AND h.hour >= :from
                                   AND h.hour < :before
                                   AND h.hour + interval '1 hour' > m.since
                                   AND (m.until IS NULL OR h.hour < m.until)
                                   AND h.message_count > 0
                                   AND NOT EXISTS (
                                       SELECT FROM overage_report r
                                        WHERE r.tenant_id = h.tenant_id
                                          AND r.book = :book
                                          AND r.hour = h.hour)
                                 ORDER BY h.hour, h.tenant_id, m.since DESC
                                 LIMIT :limit
                                """)
                        .bind("book", book.word())
                        .bind("from", from)
                        .bind("before", before)
                        .bind("limit", limit)
                        .map((row, _) ->
                                new ClosedHour(
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        row.getString("customer"),
                                        row.getTimestamp("hour").toInstant(),
                                        row.getLong("message_count")))
                        .list());
    }

    void add(BillingBook book, List<ClosedHour> hours, Instant now) {
        jdbi.useTransaction(handle -> hours.forEach(hour -> add(handle, book, hour, now)));
    }

    private static void add(Handle handle, BillingBook book, ClosedHour hour, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO overage_report
                            (tenant_id, book, hour, message_count, identifier, customer_id, state, next_try_at)
                        VALUES (:tenant, :book, :hour, :messages, :identifier, :customer, 'pending', :now)
                        ON CONFLICT (tenant_id, book, hour) DO NOTHING
                        """)
                .bind("tenant", hour.tenant().value())
                .bind("book", book.word())
                .bind("hour", hour.hour())
                .bind("messages", hour.messages())
                .bind("identifier", "ovg:" + hour.tenant() + ":" + hour.hour())
                .bind("customer", hour.customer())
                .bind("now", now)
                .execute();
    }

    /** Reports whose time for the next try has come; who waits longest for it comes first. */
    List<Open> due(BillingBook book, Instant now, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT r.tenant_id, r.book, r.hour, r.message_count, r.identifier, r.first_sent_at,
                                       r.tries, r.customer_id, r.state = 'held' AS held,
                                       coalesce(c.broken OR c.external_id <> r.customer_id, true) AS customer_gone,
                                       NOT EXISTS (
                                           SELECT FROM metered_span m
                                            WHERE m.tenant_id = r.tenant_id
                                              AND m.book = r.book
                                              AND m.customer = r.customer_id
                                              AND m.since < r.hour + interval '1 hour'
                                              AND m.until IS NULL) AS subscription_ended
                                  FROM overage_report r
                                  LEFT JOIN billing_customer c USING (tenant_id, book)
                                 WHERE r.book = :book
                                   AND r.state IN ('pending', 'sent', 'held')
                                   AND r.next_try_at <= :now
                                 ORDER BY r.next_try_at, r.hour, r.tenant_id
                                 LIMIT :limit
                                """)
                        .bind("book", book.word())
                        .bind("now", now)
                        .bind("limit", limit)
                        .map((row, _) -> open(row))
                        .list());
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                BillingBook.ofWord(row.getString("book")),
                row.getTimestamp("hour").toInstant(),
                row.getLong("message_count"),
                row.getString("identifier"),
                row.getString("customer_id"),
                row.getBoolean("customer_gone"),
                row.getBoolean("subscription_ended"),
                row.getBoolean("held"),
                Columns.instant(row, "first_sent_at"),
                row.getInt("tries"));
    }

    /** Notes that the report is about to go out; it may arrive from now on. */
    void sending(Open report, Instant firstSentAt, Instant nextTryAt) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE overage_report
                                           SET state = 'sent',
                                               first_sent_at = :firstSentAt,
                                               tries = tries + 1,
                                               next_try_at = :nextTryAt
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND hour = :hour
                                           AND state IN ('pending', 'sent', 'held')
                                        """),
                                report)
                        .bind("firstSentAt", firstSentAt)
                        .bind("nextTryAt", nextTryAt)
                        .execute());
    }

    /** Takes back what {@link #sending} noted of when it may have arrived: it did not. */
    void notSent(Open report) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE overage_report
                                           SET state = CASE
                                                   WHEN :held THEN 'held'
                                                   WHEN :firstSentAt::timestamptz IS NULL THEN 'pending'
                                                   ELSE 'sent'
                                               END,
                                               first_sent_at = :firstSentAt
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND hour = :hour
                                           AND state = 'sent'
                                        """),
                                report)
                        .bind("held", report.held())
                        .bind("firstSentAt", report.firstSentAt())
                        .execute());
    }

    /**
     * @param tries made in vain since the last time; 0 or 1
     */
    void postpone(Open report, int tries, Instant nextTryAt) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE overage_report
                                           SET tries = tries + :tries,
                                               next_try_at = :nextTryAt
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND hour = :hour
                                        """),
                                report)
                        .bind("tries", tries)
                        .bind("nextTryAt", nextTryAt)
                        .execute());
    }

    void confirm(Open report) {
        jdbi.useHandle(handle -> setState(handle, report, "confirmed"));
    }

    /** Goes on holding a report of which a person was told already. */
    void holdOn(Open report) {
        jdbi.useHandle(handle -> setState(handle, report, "held"));
    }

    /**
     * Leaves the report to a person.
     *
     * @param state {@code held}, {@code ended}, {@code expired} or {@code unclear}
     */
    void leave(Open report, String state, AuditEvent audit) {
        jdbi.useTransaction(handle -> {
            setState(handle, report, state);
            AuditStore.insert(handle, audit);
        });
    }

    private static void setState(Handle handle, Open report, String state) {
        bound(
                        handle.createUpdate(
                                """
                                UPDATE overage_report
                                   SET state = :state
                                 WHERE tenant_id = :tenant
                                   AND book = :book
                                   AND hour = :hour
                                   AND state IN ('pending', 'sent', 'held')
                                """),
                        report)
                .bind("state", state)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Open report) {
        return statement
                .bind("tenant", report.tenant().value())
                .bind("book", report.book().word())
                .bind("hour", report.hour());
    }
}
