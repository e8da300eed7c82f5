package io.hookbridge.billing.subscription;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.PortalObstacle;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.db.Columns;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code billing_customer} and {@code subscription}. */
final class SubscriptionStore {

    private static final String UNIQUE_VIOLATION = "23505";

    private final Jdbi jdbi;

    SubscriptionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of those of the tenants that there is one of. */
    List<BillingRecord> find(Collection<TenantId> tenants, BillingBook book) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT c.tenant_id, c.book, c.external_id AS customer_id, c.broken,
                                       s.external_id, s.plan, s.status, s.raw_status, s.billing_interval,
                                       s.cancel_at_period_end, s.metered, s.portal_obstacle, s.current_period_start, s.current_period_end,
                                       s.past_due_since, s.cancel_at, s.ended_at, s.gone_since
                                  FROM billing_customer c
                                  LEFT JOIN subscription s USING (tenant_id, book)
                                 WHERE c.tenant_id = ANY(:tenants)
                                   AND c.book = :book
                                """)
                        .bind("tenants", tenants.stream().map(TenantId::value).toArray(UUID[]::new))
                        .bind("book", book.word())
                        .map((row, _) -> billingRecord(row))
                        .list());
    }

    /** Whether there is such a customer; if so, others wait for it until the transaction ends. */
    boolean lock(TenantId tenant, BillingBook book) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT true
                                  FROM billing_customer
                                 WHERE tenant_id = :tenant
                                   AND book = :book
                                   FOR NO KEY UPDATE
                                """)
                        .bind("tenant", tenant.value())
                        .bind("book", book.word())
                        .mapTo(Boolean.class)
                        .findOne()
                        .isPresent());
    }

    /** Tenants whose live subscription has reached the end of its period, the oldest first. */
    List<TenantId> due(BillingBook book, Instant now, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT tenant_id
                                  FROM subscription
                                 WHERE book = :book
                                   AND status NOT IN ('canceled', 'incomplete', 'incomplete_expired')
                                   AND current_period_end <= :now
                                 ORDER BY current_period_end, tenant_id
                                 LIMIT :limit
                                """)
                        .bind("book", book.word())
                        .bind("now", now)
                        .bind("limit", limit)
                        .mapTo(UUID.class)
                        .map(TenantId::new)
                        .list());
    }

    /** The tenant that {@code externalId} is linked to in this book. */
    Optional<TenantId> tenantOf(BillingBook book, String externalId) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT tenant_id
                                  FROM billing_customer
                                 WHERE book = :book
                                   AND external_id = :externalId
                                """)
                        .bind("book", book.word())
                        .bind("externalId", externalId)
                        .mapTo(UUID.class)
                        .findOne()
                        .map(TenantId::new));
    }

    /**
     * Adds the customer or mends a broken link to the same one. False when the tenant is linked to
     * another customer.
     */
    boolean link(Customer customer, Instant now, AuditEvent audit) {
        return jdbi.inTransaction(handle -> {
            boolean linked = isAdded(handle, customer, now) || isMended(handle, customer);
            if (linked) {
                AuditStore.insert(handle, audit);
            }
            return linked;
        });
    }

    /** Where the same one is added at the same moment, either of two unique indexes may tell. */
    private static boolean isAdded(Handle handle, Customer customer, Instant now) {
        return handle.createUpdate(
                                """
                                INSERT INTO billing_customer (tenant_id, book, external_id, created_at)
                                VALUES (:tenant, :book, :externalId, :now)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("book", customer.book().word())
                        .bind("externalId", customer.externalId())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static boolean isMended(Handle handle, Customer customer) {
        return handle.createUpdate(
                                """
                                UPDATE billing_customer
                                   SET broken = false
                                 WHERE tenant_id = :tenant
                                   AND book = :book
                                   AND external_id = :externalId
                                """)
                        .bind("tenant", customer.tenant().value())
                        .bind("book", customer.book().word())
                        .bind("externalId", customer.externalId())
                        .execute()
                == 1;
    }

    /**
     * Waits for whoever has the customer's lock. False when the tenant is not linked to {@code
     * former} any more, or another tenant to the customer.
     */
    boolean replaceLink(Customer former, Customer customer, AuditEvent audit) {
        try {
            return isReplaced(former, customer, audit);
        } catch (UnableToExecuteStatementException refused) {
            if (refused.getCause() instanceof SQLException cause
                    && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    private boolean isReplaced(Customer former, Customer customer, AuditEvent audit) {
        return jdbi.inTransaction(handle -> {
            int replaced =
                    handle.createUpdate(
                                    """
                                    UPDATE billing_customer
                                       SET external_id = :externalId,
                                           broken = false
                                     WHERE tenant_id = :tenant
                                       AND book = :book
                                       AND external_id = :former
                                    """)
                            .bind("externalId", customer.externalId())
                            .bind("tenant", former.tenant().value())
                            .bind("book", former.book().word())
                            .bind("former", former.externalId())
                            .execute();
            if (replaced == 1) {
                AuditStore.insert(handle, audit);
            }
            return replaced == 1;
        });
    }

    /** Adds the customer if the tenant has none; the first of several at once is added. */
    void linkFirst(Customer customer, Instant now, AuditEvent audit) {
        jdbi.useTransaction(handle -> {
            if (isAdded(handle, customer, now)) {
                AuditStore.insert(handle, audit);
            }
        });
    }

    void setBroken(Customer customer, boolean broken, AuditEvent audit) {
        jdbi.useTransaction(handle -> {
            int marked =
                    handle.createUpdate(
                                    """
                                    UPDATE billing_customer
                                       SET broken = :broken
                                     WHERE tenant_id = :tenant
                                       AND book = :book
                                       AND broken <> :broken
                                    """)
                            .bind("broken", broken)
                            .bind("tenant", customer.tenant().value())
                            .bind("book", customer.book().word())
                            .execute();
            if (marked == 1) {
                AuditStore.insert(handle, audit);
            }
        });
    }

    /** Leaves alone the columns whose change makes every node read its plans again. */
    void heardOf(TenantId tenant, BillingBook book, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE subscription
                                   SET updated_at = :now
                                 WHERE tenant_id = :tenant
                                   AND book = :book
                                """)
                        .bind("tenant", tenant.value())
                        .bind("book", book.word())
                        .bind("now", now)
                        .execute());
    }

    void save(TenantId tenant, BillingBook book, Subscription subscription, Instant now) {
        jdbi.useHandle(handle -> save(handle, tenant, book, subscription, now));
    }

    static void save(
            Handle handle,
            TenantId tenant,
            BillingBook book,
            Subscription subscription,
            Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO subscription
                            (tenant_id, book, external_id, plan, status, raw_status, billing_interval,
                             cancel_at_period_end, metered, portal_obstacle, metered_since, current_period_start, current_period_end,
                             past_due_since, cancel_at, ended_at, gone_since, updated_at)
                        VALUES
                            (:tenant, :book, :externalId, :plan, :status, :rawStatus, :interval,
                             :cancelAtPeriodEnd, :metered, :portalObstacle, CASE WHEN :metered THEN :periodStart::timestamptz END, :periodStart,
                             :periodEnd, :pastDueSince, :cancelAt, :endedAt, :goneSince, :now)
                        ON CONFLICT (tenant_id, book) DO UPDATE
                           SET external_id = excluded.external_id,
                               plan = excluded.plan,
                               status = excluded.status,
                               raw_status = excluded.raw_status,
                               billing_interval = excluded.billing_interval,
                               cancel_at_period_end = excluded.cancel_at_period_end,
                               metered = excluded.metered,
                               portal_obstacle = excluded.portal_obstacle,
                               metered_since = CASE
                                   WHEN NOT excluded.metered THEN NULL
                                   WHEN subscription.external_id <> excluded.external_id THEN excluded.metered_since
                                   ELSE coalesce(subscription.metered_since, excluded.updated_at)
                               END,
                               current_period_start = excluded.current_period_start,
                               current_period_end = excluded.current_period_end,
                               past_due_since = excluded.past_due_since,
                               cancel_at = excluded.cancel_at,
                               ended_at = excluded.ended_at,
                               gone_since = excluded.gone_since,
                               updated_at = excluded.updated_at
                        """)
                .bind("tenant", tenant.value())
                .bind("book", book.word())
                .bind("externalId", subscription.externalId())
                .bind("plan", subscription.plan())
                .bind("status", subscription.status().word())
                .bind("rawStatus", subscription.rawStatus())
                .bind("interval", subscription.interval().word())
                .bind("cancelAtPeriodEnd", subscription.cancelAtPeriodEnd())
                .bind("metered", subscription.metered())
                .bind("portalObstacle", word(subscription.portalObstacle()))
                .bind("periodStart", subscription.currentPeriodStart())
                .bind("periodEnd", subscription.currentPeriodEnd())
                .bind("pastDueSince", subscription.milestones().pastDueSince())
                .bind("cancelAt", subscription.milestones().cancelAt())
                .bind("endedAt", subscription.milestones().endedAt())
                .bind("goneSince", subscription.milestones().goneSince())
                .bind("now", now)
                .execute();
    }

    private static BillingRecord billingRecord(ResultSet row) throws SQLException {
        Customer customer =
                new Customer(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        BillingBook.ofWord(row.getString("book")),
                        row.getString("customer_id"),
                        row.getBoolean("broken"));
        return new BillingRecord(
                customer,
                row.getString("external_id") == null
                        ? Optional.empty()
                        : Optional.of(subscription(row)));
    }

    /** The columns of {@code subscription} in {@code row}. */
    static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("external_id"),
                row.getString("plan"),
                SubscriptionStatus.of(row.getString("status")).orElseThrow(),
                row.getString("raw_status"),
                Interval.valueOf(row.getString("billing_interval").toUpperCase(Locale.ROOT)),
                row.getBoolean("cancel_at_period_end"),
                row.getBoolean("metered"),
                obstacle(row.getString("portal_obstacle")),
                row.getTimestamp("current_period_start").toInstant(),
                row.getTimestamp("current_period_end").toInstant(),
                new Milestones(
                        Columns.instant(row, "past_due_since"),
                        Columns.instant(row, "cancel_at"),
                        Columns.instant(row, "ended_at"),
                        Columns.instant(row, "gone_since")));
    }

    private static @Nullable String word(@Nullable PortalObstacle obstacle) {
        return obstacle == null ? null : obstacle.word();
    }

    private static @Nullable PortalObstacle obstacle(@Nullable String word) {
        return word == null ? null : PortalObstacle.ofWord(word);
    }
}
