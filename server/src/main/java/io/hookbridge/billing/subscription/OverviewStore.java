package io.hookbridge.billing.subscription;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.db.Columns;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/** Reads a tenant's subscription and its use of one month in one statement. */
final class OverviewStore {

    private final Jdbi jdbi;

    OverviewStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param heardAt null without a subscription
     * @param charge what the overage costs
     */
    record Row(
            Optional<Subscription> subscription,
            @Nullable Instant heardAt,
            long messages,
            long overage,
            BigDecimal charge) {}

    Row read(TenantId tenant, BillingBook book, YearMonth month) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT s.external_id, s.plan, s.status, s.raw_status, s.billing_interval,
                                       s.cancel_at_period_end, s.metered, s.portal_obstacle, s.current_period_start, s.current_period_end,
                                       s.past_due_since, s.cancel_at, s.ended_at, s.gone_since, s.updated_at, u.message_count, u.overage_count,
                                       coalesce(u.overage_charge, 0) AS overage_charge
                                  FROM (VALUES (:tenant::uuid)) AS t (id)
                                  LEFT JOIN subscription s ON s.tenant_id = t.id AND s.book = :book
                                  LEFT JOIN usage_of_month u ON u.tenant_id = t.id AND u.mode = :mode AND u.month = :month
                                """)
                        .bind("tenant", tenant.value())
                        .bind("book", book.word())
                        .bind("mode", book.mode().word())
                        .bind("month", month.atDay(1))
                        .map((row, _) -> {
                            Instant heardAt = Columns.instant(row, "updated_at");
                            return new Row(
                                    heardAt == null
                                            ? Optional.empty()
                                            : Optional.of(SubscriptionStore.subscription(row)),
                                    heardAt,
                                    row.getLong("message_count"),
                                    row.getLong("overage_count"),
                                    row.getBigDecimal("overage_charge"));
                        })
                        .one());
    }
}
