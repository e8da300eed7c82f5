package io.hookbridge.billing.usage;

import io.hookbridge.base.Mode;
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
    public long inMonth(TenantId tenant, Mode mode, YearMonth month) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(sum(message_count), 0)
                                  FROM usage_of_month
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                   AND month = :month
                                """)
                        .bind("tenant", tenant.value())
                        .bind("mode", mode.word())
                        .bind("month", month.atDay(1))
                        .mapTo(Long.class)
                        .one());
    }

    /** All messages of the tenant, live or test, so far; never falls. */
    public long ever(TenantId tenant, Mode mode) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(sum(message_count), 0)
                                  FROM usage_of_month
                                 WHERE tenant_id = :tenant
                                   AND mode = :mode
                                """)
                        .bind("tenant", tenant.value())
                        .bind("mode", mode.word())
                        .mapTo(Long.class)
                        .one());
    }
}
