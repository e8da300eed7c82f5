package io.hookbridge.billing.overage;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.BillingBook;
import io.hookbridge.billing.overage.ClosedHours.ClosedHour;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Statements on {@code overage_report}. */
final class OverageStore {

    private final Jdbi jdbi;

    OverageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A report that is not settled yet. */
    record Open(
            TenantId tenant,
            BillingBook book,
            Instant hour,
            long messages,
            String identifier,
            String customer,
            @Nullable Instant firstSentAt,
            int tries) {}

    void add(BillingBook book, List<ClosedHour> hours, Instant now) {
        jdbi.useTransaction(handle -> hours.forEach(hour -> add(handle, book, hour, now)));
    }

    private static void add(Handle handle, BillingBook book, ClosedHour hour, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO overage_report
                            (tenant_id, book, hour, message_count, identifier, state, next_try_at)
                        VALUES (:tenant, :book, :hour, :messages, :identifier, 'pending', :now)
                        ON CONFLICT (tenant_id, book, hour) DO NOTHING
                        """)
                .bind("tenant", hour.tenant().value())
                .bind("book", book.word())
                .bind("hour", hour.hour())
                .bind("messages", hour.messages())
                .bind("identifier", "ovg:" + hour.tenant() + ":" + hour.hour())
                .bind("now", now)
                .execute();
    }

    /** Reports whose time for the next try has come, the oldest hour first. */
    List<Open> due(BillingBook book, Instant now, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT r.tenant_id, r.book, r.hour, r.message_count, r.identifier, r.first_sent_at,
                                       r.tries, c.external_id
                                  FROM overage_report r
                                  JOIN billing_customer c USING (tenant_id, book)
                                 WHERE r.book = :book
                                   AND r.state IN ('pending', 'sent')
                                   AND r.next_try_at <= :now
                                 ORDER BY r.hour, r.tenant_id
                                 LIMIT :limit
                                """)
                        .bind("book", book.word())
                        .bind("now", now)
                        .bind("limit", limit)
                        .map((row, _) -> open(row))
                        .list());
    }

    private static Open open(ResultSet row) throws SQLException {
        Timestamp firstSentAt = row.getTimestamp("first_sent_at");
        return new Open(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                BillingBook.ofWord(row.getString("book")),
                row.getTimestamp("hour").toInstant(),
                row.getLong("message_count"),
                row.getString("identifier"),
                row.getString("external_id"),
                firstSentAt == null ? null : firstSentAt.toInstant(),
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
                                           AND state IN ('pending', 'sent')
                                        """),
                                report)
                        .bind("firstSentAt", firstSentAt)
                        .bind("nextTryAt", nextTryAt)
                        .execute());
    }

    void postpone(Open report, Instant nextTryAt) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE overage_report
                                           SET next_try_at = :nextTryAt
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND hour = :hour
                                        """),
                                report)
                        .bind("nextTryAt", nextTryAt)
                        .execute());
    }

    /**
     * @param state {@code confirmed}, {@code expired} or {@code unclear}
     */
    void settle(Open report, String state) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE overage_report
                                           SET state = :state
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND hour = :hour
                                           AND state IN ('pending', 'sent')
                                        """),
                                report)
                        .bind("state", state)
                        .execute());
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Open report) {
        return statement
                .bind("tenant", report.tenant().value())
                .bind("book", report.book().word())
                .bind("hour", report.hour());
    }
}
