package io.hookbridge.billing.invoice;

import io.hookbridge.base.Json;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Invoice;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Statements on {@code last_known_invoices}. */
final class LastKnownStore {

    private final Jdbi jdbi;

    LastKnownStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What was kept for exactly this customer. */
    Optional<Newest> find(Customer customer) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT invoices, has_more, as_of
                                  FROM last_known_invoices
                                 WHERE tenant_id = :tenant
                                   AND book = :book
                                   AND customer_id = :customer
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("book", customer.book().word())
                        .bind("customer", customer.externalId())
                        .map((row, _) -> newest(row))
                        .findOne());
    }

    /** Keeps the list without its links, unless a later one is there already. */
    void save(Customer customer, Newest newest) {
        List<Invoice> invoices = newest.invoices().stream().map(Invoice::withoutLinks).toList();
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO last_known_invoices (tenant_id, book, customer_id, invoices, has_more, as_of)
                                VALUES (:tenant, :book, :customer, :invoices::jsonb, :hasMore, :asOf)
                                ON CONFLICT (tenant_id, book) DO UPDATE
                                   SET customer_id = excluded.customer_id,
                                       invoices = excluded.invoices,
                                       has_more = excluded.has_more,
                                       as_of = excluded.as_of
                                 WHERE last_known_invoices.as_of <= excluded.as_of
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("book", customer.book().word())
                        .bind("customer", customer.externalId())
                        .bind("invoices", Json.MAPPER.writeValueAsString(invoices))
                        .bind("hasMore", newest.hasMore())
                        .bind("asOf", newest.asOf())
                        .execute());
    }

    private static Newest newest(ResultSet row) throws SQLException {
        return new Newest(
                List.of(Json.MAPPER.readValue(row.getString("invoices"), Invoice[].class)),
                row.getBoolean("has_more"),
                row.getTimestamp("as_of").toInstant());
    }
}
