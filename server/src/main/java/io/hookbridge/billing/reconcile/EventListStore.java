package io.hookbridge.billing.reconcile;

import io.hookbridge.billing.provider.BillingBook;

import org.jdbi.v3.core.Jdbi;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Statements on {@code billing_event_list}. */
final class EventListStore {

    private final Jdbi jdbi;

    EventListStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Instant> readUntil(BillingBook book) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT read_until
                                  FROM billing_event_list
                                 WHERE book = :book
                                """)
                        .bind("book", book.word())
                        .mapTo(Timestamp.class)
                        .findOne()
                        .map(Timestamp::toInstant));
    }

    void save(BillingBook book, Instant readUntil) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO billing_event_list (book, read_until)
                                VALUES (:book, :readUntil)
                                ON CONFLICT (book) DO UPDATE
                                   SET read_until = excluded.read_until
                                """)
                        .bind("book", book.word())
                        .bind("readUntil", readUntil)
                        .execute());
    }
}
