package io.hookbridge.billing.overage;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.BillingBook;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads {@code overage_hour}, which counting messages fills. */
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
                                SELECT h.tenant_id, h.hour, h.message_count
                                  FROM subscription s
                                  JOIN billing_customer c USING (tenant_id, book)
                                  JOIN overage_hour h USING (tenant_id)
                                 WHERE s.book = :book
                                   AND s.metered
                                   AND NOT c.broken
                                   AND h.hour >= :from
                                   AND h.hour + interval '1 hour' > s.metered_since
                                   AND h.hour < :before
                                   AND h.message_count > 0
                                   AND NOT EXISTS (
                                       SELECT FROM overage_report r
                                        WHERE r.tenant_id = h.tenant_id
                                          AND r.book = :book
                                          AND r.hour = h.hour)
                                 ORDER BY h.hour, h.tenant_id
                                 LIMIT :limit
                                """)
                        .bind("book", book.word())
                        .bind("from", from)
                        .bind("before", before)
                        .bind("limit", limit)
                        .map((row, _) ->
                                new ClosedHour(
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        row.getTimestamp("hour").toInstant(),
                                        row.getLong("message_count")))
                        .list());
    }
}
