package io.hookbridge.billing.overage;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Reads {@code overage_hour}, which counting messages fills, and {@code metered_span}, which each
 * change of a subscription does.
 */
public final class StoredClosedHours implements ClosedHours {

    private final Jdbi jdbi;

    public StoredClosedHours(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public List<ClosedHour> unreported(BillingBook book, Instant from, Instant before, int limit) {
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
}
