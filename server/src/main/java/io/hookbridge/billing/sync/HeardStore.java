package io.hookbridge.billing.sync;

import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.db.Columns;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Statements on {@code heard_subscription}. */
final class HeardStore {

    private final Jdbi jdbi;

    HeardStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What we last heard of each live subscription of the customer. */
    List<LastHeard> find(Customer customer) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT external_id, plan, status, past_due_since, unknown_price
                                          FROM heard_subscription
                                         WHERE tenant_id = :tenant
                                           AND book = :book
                                        """),
                                customer)
                        .map((row, _) -> lastHeard(row))
                        .list());
    }

    private static LastHeard lastHeard(ResultSet row) throws SQLException {
        return new LastHeard(
                row.getString("external_id"),
                row.getString("plan"),
                SubscriptionStatus.of(row.getString("status")).orElseThrow(),
                Columns.instant(row, "past_due_since"),
                row.getString("unknown_price"));
    }

    /** Remembers these of the customer and no others. */
    void replace(Handle handle, Customer customer, Collection<LastHeard> heard) {
        bound(
                        handle.createUpdate(
                                """
                                DELETE FROM heard_subscription
                                 WHERE tenant_id = :tenant
                                   AND book = :book
                                """),
                        customer)
                .execute();
        heard.forEach(each -> add(handle, customer, each));
    }

    private static void add(Handle handle, Customer customer, LastHeard heard) {
        bound(
                        handle.createUpdate(
                                """
                                INSERT INTO heard_subscription
                                    (tenant_id, book, external_id, plan, status, past_due_since, unknown_price)
                                VALUES (:tenant, :book, :externalId, :plan, :status, :pastDueSince, :unknownPrice)
                                """),
                        customer)
                .bind("externalId", heard.externalId())
                .bind("plan", heard.plan())
                .bind("status", heard.status().word())
                .bind("pastDueSince", heard.pastDueSince())
                .bind("unknownPrice", heard.unknownPrice())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Customer customer) {
        return statement
                .bind("tenant", customer.tenant().value())
                .bind("book", customer.book().word());
    }
}
