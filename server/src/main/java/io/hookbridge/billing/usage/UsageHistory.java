package io.hookbridge.billing.usage;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The months of a tenant, the running one first, back to the month in which it was created or first
 * counted; months without a message are among them.
 */
public final class UsageHistory {

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final BiFunction<TenantId, Mode, Allowance> allowances;

    /**
     * @param allowances what a tenant's plan allows now, in live or in test
     */
    public UsageHistory(
            Jdbi jdbi, InstantSource clock, BiFunction<TenantId, Mode, Allowance> allowances) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.allowances = allowances;
    }

    /**
     * A stretch of the history.
     *
     * @param total how many months the whole history has, at least 1
     */
    public record Page(List<UsageMonth> months, int total) {}

    /**
     * @param limit at least 1
     * @param offset how many of the newest months are left out, 0 or more
     */
    public Page page(TenantId tenant, Mode mode, int limit, int offset) {
        LocalDate running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC)).atDay(1);
        long limitNow = allowances.apply(tenant, mode).plan().limits().messagesPerMonth();
        List<UsageMonth> months = new ArrayList<>();
        int[] total = {1};
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT page.month, page.total,
                                       coalesce(u.message_count, 0) AS messages,
                                       coalesce(u.overage_count, 0) AS overage,
                                       u.plan_limit
                                  FROM (SELECT count.total,
                                               (:running::date - make_interval(months => back))::date AS month
                                          FROM (SELECT least(
                                                           date_trunc('month', t.created_at AT TIME ZONE 'UTC')::date,
                                                           (SELECT min(month) FROM usage_of_month
                                                            WHERE tenant_id = t.id AND mode = :mode),
                                                           :running::date) AS month
                                                  FROM tenant t
                                                 WHERE t.id = :tenant) AS first
                                         CROSS JOIN LATERAL (
                                               SELECT 12 * (extract(year FROM :running::date) - extract(year FROM first.month))::int
                                                      + (extract(month FROM :running::date) - extract(month FROM first.month))::int
                                                      + 1 AS total) AS count
                                          LEFT JOIN LATERAL generate_series(
                                               :offset, least(:offset + :limit, count.total) - 1) AS back ON true) AS page
                                  LEFT JOIN usage_of_month u
                                    ON u.tenant_id = :tenant AND u.mode = :mode AND u.month = page.month
                                 ORDER BY page.month DESC
                                """)
                        .bind("tenant", tenant.value())
                        .bind("mode", mode.word())
                        .bind("running", running)
                        .bind("limit", limit)
                        .bind("offset", offset)
                        .map((row, _) -> {
                            total[0] = row.getInt("total");
                            // Beyond the last month there is one row that holds the total alone.
                            LocalDate month = row.getObject("month", LocalDate.class);
                            if (month != null) {
                                months.add(
                                        new UsageMonth(
                                                YearMonth.from(month),
                                                row.getLong("messages"),
                                                row.getLong("overage"),
                                                month.equals(running)
                                                        ? (Long) limitNow
                                                        : row.getObject("plan_limit", Long.class)));
                            }
                            return total;
                        })
                        .list());
        return new Page(List.copyOf(months), total[0]);
    }
}
