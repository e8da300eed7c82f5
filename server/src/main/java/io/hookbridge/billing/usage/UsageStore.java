package io.hookbridge.billing.usage;

import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Jdbi;

import java.time.YearMonth;

/** Reads the counts of messages. */
public final class UsageStore {

    private final Jdbi jdbi;

    public UsageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The messages of one calendar month (UTC). */
    public long inMonth(TenantId tenant, YearMonth month) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(sum(message_count), 0)
                                  FROM usage_month
                                 WHERE tenant_id = :tenant
                                   AND month = :month
                                """)
                        .bind("tenant", tenant.value())
                        .bind("month", month.atDay(1))
                        .mapTo(Long.class)
                        .one());
    }

    /** All messages of the tenant so far; never falls. */
    public long ever(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(sum(message_count), 0)
                                  FROM usage_month
                                 WHERE tenant_id = :tenant
                                """)
                        .bind("tenant", tenant.value())
                        .mapTo(Long.class)
                        .one());
    }
}
