package io.hookbridge.billing.builtin;

import io.hookbridge.access.Actor;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Customer;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Statements on the checkout links in {@code builtin_page_token} and {@code builtin_page_session}.
 * Whoever calls holds the customer's lock.
 */
final class CheckoutLinkStore {

    private final Jdbi jdbi;

    CheckoutLinkStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A link that nobody has opened.
     *
     * @param sealed its token
     */
    record Open(
            CheckoutSessionId id,
            String returnUrl,
            Purchase purchase,
            byte[] sealed,
            Actor maker) {}

    /** The customer's open link, if it works at {@code until} still. */
    Optional<Open> find(Customer customer, Instant until) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT session_id, return_url, plan, billing_interval, cancel_url, sealed,
                                       maker_kind, maker_id
                                  FROM builtin_page_token
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                   AND plan IS NOT NULL
                                   AND used_at IS NULL
                                   AND expires_at > :until
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .bind("until", until)
                        .map((row, _) -> open(row))
                        .findOne());
    }

    /** Takes back every link of the customer, and every page that one opened. */
    void closeAll(Customer customer) {
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            DELETE FROM builtin_page_token
                             WHERE tenant_id = :tenant
                               AND mode = :mode
                               AND plan IS NOT NULL
                               AND used_at IS NULL
                            """)
                    .bind("tenant", customer.tenant().value())
                    .bind("mode", customer.mode().word())
                    .execute();
            handle.createUpdate(
                            """
                            DELETE FROM builtin_page_session
                             WHERE tenant_id = :tenant
                               AND mode = :mode
                               AND plan IS NOT NULL
                            """)
                    .bind("tenant", customer.tenant().value())
                    .bind("mode", customer.mode().word())
                    .execute();
        });
    }

    /**
     * @param hash that of the token
     */
    void insert(Customer customer, Open link, byte[] hash, Instant expiresAt) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO builtin_page_token
                                    (hash, session_id, tenant_id, mode, return_url, plan, billing_interval, cancel_url, sealed,
                                     expires_at, maker_kind, maker_id)
                                VALUES
                                    (:hash, :id, :tenant, :mode, :returnUrl, :plan, :interval, :cancelUrl, :sealed,
                                     :expiresAt, :makerKind, :maker)
                                """)
                        .bind("hash", hash)
                        .bind("id", link.id().value())
                        .bind("tenant", customer.tenant().value())
                        .bind("mode", customer.mode().word())
                        .bind("returnUrl", link.returnUrl())
                        .bind("plan", link.purchase().choice().plan())
                        .bind("interval", link.purchase().choice().interval().word())
                        .bind("cancelUrl", link.purchase().cancelUrl())
                        .bind("sealed", link.sealed())
                        .bind("expiresAt", expiresAt)
                        .bind("makerKind", link.maker().kind().word())
                        .bind("maker", link.maker().id())
                        .execute());
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                new CheckoutSessionId(row.getObject("session_id", UUID.class)),
                row.getString("return_url"),
                purchase(row).orElseThrow(),
                row.getBytes("sealed"),
                maker(row));
    }

    /** Who asked for a link, in a row of either table. */
    static Actor maker(ResultSet row) throws SQLException {
        return new Actor(Actor.Kind.of(row.getString("maker_kind")), row.getString("maker_id"));
    }

    /** What a row of either table starts; empty for the portal's. */
    static Optional<Purchase> purchase(ResultSet row) throws SQLException {
        String plan = row.getString("plan");
        return plan == null
                ? Optional.empty()
                : Optional.of(
                        new Purchase(
                                new PlanChoice(
                                        plan,
                                        Interval.of(row.getString("billing_interval"))
                                                .orElseThrow()),
                                row.getString("cancel_url")));
    }
}
