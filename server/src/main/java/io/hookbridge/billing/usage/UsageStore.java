package io.hookbridge.billing.usage;

import io.hookbridge.access.TenantSide;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.db.HotStatement;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Statements on the counts of messages. */
public final class UsageStore {

    private static final String ADD =
            """
            WITH accepted AS MATERIALIZED (
                SELECT * FROM unnest(?::uuid[], ?::bool[], ?::bigint[], ?::bigint[],
                                     ?::bool[], ?::numeric[])
                    AS row (tenant_id, test, messages, plan_limit, stops, rate)
            ), added AS MATERIALIZED (
                SELECT * FROM accepted WHERE NOT test
            ), counted AS (
                INSERT INTO usage_month AS u
                    (tenant_id, month, message_count, overage_count, overage_charge, plan_limit)
                SELECT tenant_id, ?, messages, beyond, beyond * rate, plan_limit
                  FROM added
                 CROSS JOIN LATERAL (
                       SELECT CASE WHEN stops THEN 0 ELSE greatest(0, messages - plan_limit) END) AS over (beyond)
                 ORDER BY tenant_id
                ON CONFLICT (tenant_id, month) DO UPDATE
                   SET message_count = u.message_count + excluded.message_count,
                       (overage_count, overage_charge) = (
                           SELECT u.overage_count + beyond, u.overage_charge + beyond * rate
                             FROM added
                            CROSS JOIN LATERAL (
                                  SELECT CASE WHEN stops THEN 0
                                              ELSE greatest(0, least(messages, u.message_count + messages - added.plan_limit))
                                         END) AS over (beyond)
                            WHERE added.tenant_id = u.tenant_id),
                       plan_limit = excluded.plan_limit
                RETURNING tenant_id, message_count
            ), beyond AS (
                INSERT INTO overage_hour AS o (tenant_id, hour, message_count)
                SELECT tenant_id, ?, least(messages, message_count - plan_limit)
                  FROM counted JOIN added USING (tenant_id)
                 WHERE NOT stops AND message_count > plan_limit
                 ORDER BY tenant_id
                ON CONFLICT (tenant_id, hour) DO UPDATE
                   SET message_count = o.message_count + excluded.message_count
            ), passed AS (
                INSERT INTO usage_threshold (tenant_id, month, percent, plan_limit, reached_at)
                SELECT tenant_id, ?, percent, plan_limit, ?
                  FROM counted JOIN added USING (tenant_id)
                 CROSS JOIN (VALUES (80), (100)) AS share (percent)
                 WHERE message_count * 100 >= plan_limit * percent
                   AND (message_count - messages) * 100 < plan_limit * percent
                ON CONFLICT DO NOTHING
            ), tested AS (
                INSERT INTO usage_test_day AS u (tenant_id, day, message_count)
                SELECT tenant_id, ?, messages FROM accepted WHERE test ORDER BY tenant_id
                ON CONFLICT (tenant_id, day) DO UPDATE
                   SET message_count = u.message_count + excluded.message_count
                RETURNING tenant_id, message_count
            )
            SELECT tenant_id, 'live' AS mode, message_count FROM counted
             UNION ALL
            SELECT tenant_id, 'test', message_count FROM tested
            """;

    /** No row if the month has none yet, or a share of its limit is reached. */
    private static final String ADD_BELOW_SHARES =
            """
            UPDATE usage_month
               SET message_count = message_count + ?
             WHERE tenant_id = ?
               AND month = ?
               AND plan_limit = ?
               AND (message_count + ?) * 100
                   < plan_limit * CASE WHEN message_count * 100 < plan_limit * 80 THEN 80 ELSE 100 END
            RETURNING message_count
            """;

    private final Jdbi jdbi;

    public UsageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The messages of one tenant, live or test, in a transaction.
     *
     * @param messages at least 1
     * @param allowance what the tenant's plan said when they were accepted
     */
    public record Accepted(TenantId tenant, int messages, Allowance allowance) {}

    /**
     * Counts messages in the transaction that stores them, so that the count is exact whatever
     * happens: a message and its count stand or fall together.
     *
     * <p>One statement for all messages of a transaction. Those of test are counted by the day, for
     * themselves. Of live ones it also records what went over the limit, by hour, what that costs
     * at the rate that holds now, and the first time a month passes 80 and 100 % of it. Rows are
     * locked in the order of their ids, live ones first, so that two transactions never wait for
     * each other.
     *
     * @param accepted each tenant once in each mode
     * @param at when the messages were accepted; decides the period and the hour
     * @return all messages of the present {@link Allowance#period}
     */
    public static Map<TenantSide, Long> add(Handle handle, List<Accepted> accepted, Instant at) {
        List<Accepted> rows =
                accepted.stream()
                        .sorted(Comparator.comparing(row -> row.tenant().value()))
                        .toList();
        LocalDate month = Allowance.period(Mode.LIVE, at);
        Map<TenantSide, Long> counts = new HashMap<>();
        HotStatement.query(
                handle,
                ADD,
                to -> {
                    boolean[] tests = new boolean[rows.size()];
                    boolean[] stops = new boolean[rows.size()];
                    for (int i = 0; i < tests.length; i++) {
                        tests[i] = rows.get(i).allowance().mode() == Mode.TEST;
                        stops[i] = limits(rows.get(i)).stopsAtLimit();
                    }
                    to.uuids(rows.stream().map(row -> row.tenant().value()).toArray(UUID[]::new))
                            .flags(tests)
                            .longs(rows.stream().mapToLong(Accepted::messages).toArray())
                            .longs(
                                    rows.stream()
                                            .mapToLong(row -> limits(row).messagesPerMonth())
                                            .toArray())
                            .flags(stops)
                            .texts(
                                    rows.stream()
                                            .map(row -> limits(row).overageRatePerMessage())
                                            .map(BigDecimal::toPlainString)
                                            .toArray(String[]::new))
                            .date(month)
                            .time(at.truncatedTo(ChronoUnit.HOURS))
                            .date(month)
                            .time(at)
                            .date(Allowance.period(Mode.TEST, at));
                },
                row ->
                        counts.put(
                                new TenantSide(
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        Mode.of(row.getString("mode")).orElseThrow()),
                                row.getLong("message_count")));
        return counts;
    }

    /**
     * Counts messages of one tenant where nothing is to be done but that, as nearly always:
     * together with other statements, and at a fraction of what {@link #add} costs.
     *
     * @param accepted live ones
     * @return after the statements have run, all messages of the month; empty if nothing was
     *     counted, because {@link #add} has more to do
     */
    public static List<Long> addBelowShares(
            HotStatement.Together together, Accepted accepted, Instant at) {
        return together.query(
                ADD_BELOW_SHARES,
                to ->
                        to.number((long) accepted.messages())
                                .uuid(accepted.tenant().value())
                                .date(Allowance.period(Mode.LIVE, at))
                                .number(limits(accepted).messagesPerMonth())
                                .number((long) accepted.messages()),
                row -> row.getLong(1));
    }

    private static PlanLimits limits(Accepted accepted) {
        return accepted.allowance().plan().limits();
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

    /**
     * Some of the months from the running one back to the first.
     *
     * @param running the first day of the running month
     * @param limitNow the running month's limit, or null
     * @param offset how many of the newest months are left out
     */
    UsageHistory.Page page(
            TenantId tenant,
            Mode mode,
            LocalDate running,
            @Nullable Long limitNow,
            int limit,
            int offset) {
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
                                                        ? limitNow
                                                        : row.getObject("plan_limit", Long.class)));
                            }
                            return total;
                        })
                        .list());
        return new UsageHistory.Page(List.copyOf(months), total[0]);
    }
}
