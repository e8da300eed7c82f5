package io.hookbridge.billing.sync;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code customer_sync} and on the inbox rows of one customer. */
final class SyncStore {

    private final Jdbi jdbi;

    SyncStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A fetch that has its number.
     *
     * @param fence higher than that of every fetch of this customer before it
     * @param lastEvent the highest number of an event that the fetch will cover; 0 for none
     */
    record Fetch(Customer customer, long fence, long lastEvent, Instant begun) {}

    /** Gives out the next number, whoever else may be asking. */
    Fetch take(Customer customer, Instant now) {
        return jdbi.inTransaction(handle -> {
            long fence =
                    bound(
                                    handle.createQuery(
                                            """
                                            INSERT INTO customer_sync AS s (tenant_id, book, taken, next_try_at)
                                            VALUES (:tenant, :book, 1, :now)
                                            ON CONFLICT (tenant_id, book) DO UPDATE
                                               SET taken = s.taken + 1
                                            RETURNING taken
                                            """),
                                    customer)
                            .bind("now", now)
                            .mapTo(Long.class)
                            .one();
            return new Fetch(customer, fence, lastEvent(customer), now);
        });
    }

    /** Gives out the next number unless another background fetch is under way. */
    Optional<Fetch> claim(Customer customer, Instant now, Instant until) {
        return jdbi.inTransaction(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        INSERT INTO customer_sync AS s
                                            (tenant_id, book, taken, claim, claimed_until, next_try_at)
                                        VALUES (:tenant, :book, 1, 1, :until, :now)
                                        ON CONFLICT (tenant_id, book) DO UPDATE
                                           SET taken = s.taken + 1,
                                               claim = s.taken + 1,
                                               claimed_until = :until
                                         WHERE s.claimed_until IS NULL
                                            OR s.claimed_until <= :now
                                        RETURNING taken
                                        """),
                                customer)
                        .bind("now", now)
                        .bind("until", until)
                        .mapTo(Long.class)
                        .findOne()
                        .map(fence -> new Fetch(customer, fence, lastEvent(customer), now)));
    }

    private long lastEvent(Customer customer) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(max(seq), 0)
                                  FROM billing_inbox
                                 WHERE book = :book
                                   AND customer_id = :customer
                                   AND done_at IS NULL
                                """)
                        .bind("book", customer.book().word())
                        .bind("customer", customer.externalId())
                        .mapTo(Long.class)
                        .one());
    }

    /**
     * Notes in the caller's transaction that the fetch ends, and with it its claim.
     *
     * @return whether it is to be written; false if a later one was
     */
    boolean ended(Fetch fetch) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        UPDATE customer_sync
                                           SET written = greatest(written, :fence),
                                               synced_at = CASE WHEN written < :fence THEN :begun ELSE synced_at END,
                                               failures = 0,
                                               next_try_at = :begun,
                                               claim = nullif(claim, :fence),
                                               claimed_until = CASE WHEN claim <> :fence THEN claimed_until END
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                        RETURNING written = :fence
                                        """),
                                fetch.customer())
                        .bind("fence", fetch.fence())
                        .bind("begun", fetch.begun())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Ends the customer's events that are older than the fetch. */
    void closeEvents(Fetch fetch, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE billing_inbox
                                   SET done_at = :now
                                 WHERE book = :book
                                   AND customer_id = :customer
                                   AND seq <= :lastEvent
                                   AND done_at IS NULL
                                """)
                        .bind("book", fetch.customer().book().word())
                        .bind("customer", fetch.customer().externalId())
                        .bind("lastEvent", fetch.lastEvent())
                        .bind("now", now)
                        .execute());
    }

    /** Lets other background fetches in again, if this one had kept them away. */
    void release(Fetch fetch) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE customer_sync
                                           SET claim = NULL,
                                               claimed_until = NULL
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND claim = :fence
                                        """),
                                fetch.customer())
                        .bind("fence", fetch.fence())
                        .execute());
    }

    /** How often in a row the background could not fetch the customer. */
    int failures(Customer customer) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT failures
                                          FROM customer_sync
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                        """),
                                customer)
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0));
    }

    /** Ends the claim of a background fetch that failed; nothing for a fetch without a claim. */
    void putOff(Fetch fetch, int failures, Instant nextTryAt) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE customer_sync
                                           SET failures = :failures,
                                               next_try_at = :nextTryAt,
                                               claim = NULL,
                                               claimed_until = NULL
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                           AND claim = :fence
                                        """),
                                fetch.customer())
                        .bind("fence", fetch.fence())
                        .bind("failures", failures)
                        .bind("nextTryAt", nextTryAt)
                        .execute());
    }

    /** Customers with pending events that may be fetched now, the longest waiting first. */
    List<Customer> due(Instant now, int limit) {
        return jdbi
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT c.tenant_id, c.book, c.external_id, c.broken
                                          FROM billing_inbox i
                                          JOIN billing_customer c ON c.book = i.book AND c.external_id = i.customer_id
                                          LEFT JOIN customer_sync s ON s.tenant_id = c.tenant_id AND s.book = c.book
                                         WHERE i.done_at IS NULL
                                           AND (s.tenant_id IS NULL
                                                OR (s.next_try_at <= :now
                                                    AND (s.claimed_until IS NULL OR s.claimed_until <= :now)))
                                         ORDER BY i.seq
                                         LIMIT :limit
                                        """)
                                .bind("now", now)
                                .bind("limit", limit)
                                .map((row, _) -> customer(row))
                                .list())
                .stream()
                .distinct()
                .toList();
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                BillingBook.ofWord(row.getString("book")),
                row.getString("external_id"),
                row.getBoolean("broken"));
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Customer customer) {
        return statement
                .bind("tenant", customer.tenant().value())
                .bind("book", customer.book().word());
    }
}
