package io.hookbridge.billing.sync;

import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingEvent;
import io.hookbridge.billing.sync.Inbox.Source;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Statements on {@code billing_inbox}. */
final class InboxStore {

    private final Jdbi jdbi;

    InboxStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds the events that are not there yet; one without a customer is done at once. */
    int insert(BillingBook book, List<BillingEvent> events, Source source, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO billing_inbox
                                    (book, event_id, type, customer_id, source, created_at, received_at, done_at)
                                SELECT :book, id, type, customer, :source, created::timestamptz, :now,
                                       CASE WHEN customer IS NULL THEN :now::timestamptz END
                                  FROM unnest(:ids::text[], :types::text[], :customers::text[], :created::text[])
                                       AS event (id, type, customer, created)
                                ON CONFLICT (book, event_id) DO NOTHING
                                """)
                        .bind("book", book.word())
                        .bind("source", source.name().toLowerCase(Locale.ROOT))
                        .bind("now", now)
                        .bind("ids", column(events, BillingEvent::id))
                        .bind("types", column(events, BillingEvent::type))
                        .bind("customers", column(events, BillingEvent::customer))
                        .bind("created", column(events, event -> event.created().toString()))
                        .execute());
    }

    private static String[] column(
            List<BillingEvent> events,
            java.util.function.Function<BillingEvent, @org.jspecify.annotations.Nullable String>
                    value) {
        return events.stream().map(value).toArray(String[]::new);
    }

    void closeStrangers(Instant now, Instant receivedBefore) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE billing_inbox i
                                   SET done_at = :now
                                 WHERE i.done_at IS NULL
                                   AND i.received_at < :receivedBefore
                                   AND NOT EXISTS (
                                       SELECT FROM billing_customer c
                                        WHERE c.book = i.book
                                          AND c.external_id = i.customer_id)
                                """)
                        .bind("now", now)
                        .bind("receivedBefore", receivedBefore)
                        .execute());
    }

    int deleteDone(Instant receivedBefore) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM billing_inbox
                                 WHERE done_at IS NOT NULL
                                   AND received_at < :receivedBefore
                                """)
                        .bind("receivedBefore", receivedBefore)
                        .execute());
    }
}
