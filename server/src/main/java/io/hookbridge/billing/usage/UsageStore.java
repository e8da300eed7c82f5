package io.hookbridge.billing.usage;

import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Handle;

import java.time.YearMonth;

/** Reads the counts of messages in the caller's transaction. */
public final class UsageStore {

    private UsageStore() {}

    /** The messages of one calendar month (UTC). */
    public static long inMonth(Handle handle, TenantId tenant, YearMonth month) {
        return handle.createQuery(
                        """
                        SELECT coalesce(sum(message_count), 0)
                          FROM usage_month
                         WHERE tenant_id = :tenant
                           AND month = :month
                        """)
                .bind("tenant", tenant.value())
                .bind("month", month.atDay(1))
                .mapTo(Long.class)
                .one();
    }

    /** All messages of the tenant so far; never falls. */
    public static long ever(Handle handle, TenantId tenant) {
        return handle.createQuery(
                        """
                        SELECT coalesce(sum(message_count), 0)
                          FROM usage_month
                         WHERE tenant_id = :tenant
                        """)
                .bind("tenant", tenant.value())
                .mapTo(Long.class)
                .one();
    }
}
