package io.hookbridge.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.access.Actor;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.db.Database;
import io.hookbridge.db.HotStatement;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.tenant.Tenants;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Tag("database")
class UsageStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:20:30Z");
    private static final Allowance STARTER = allowance("starter");
    private static final Allowance TEST = allowance("starter", Mode.TEST);
    private static final Allowance FREE = allowance("free");

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final Uuid7 ids = new Uuid7(InstantSource.fixed(NOW));
    private final Tenants tenants = new Tenants(jdbi, ids, InstantSource.fixed(NOW));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_goes_over_the_limit_is_counted_by_the_message_and_by_the_hour() {
        TenantId tenant = tenant();
        count(tenant, 4_990, STARTER, NOW);
        count(tenant, 30, STARTER, NOW);
        count(tenant, 5, STARTER, NOW.plusSeconds(3600));

        assertThat(history(tenant).getFirst())
                .isEqualTo(new UsageMonth(YearMonth.of(2026, 11), 5_025, 25, 5_000L));
        assertThat(overageHours(tenant))
                .containsExactly("2026-11-22T10:00:00Z=20", "2026-11-22T11:00:00Z=5");
    }

    @Test
    void a_first_count_that_is_larger_than_the_limit_is_split_as_well() {
        TenantId tenant = tenant();
        count(tenant, 5_003, STARTER, NOW);

        assertThat(history(tenant).getFirst().overage()).isEqualTo(3);
        assertThat(overageHours(tenant)).containsExactly("2026-11-22T10:00:00Z=3");
    }

    @Test
    void overage_costs_what_the_plan_said_when_it_was_accepted_whatever_the_plan_says_later() {
        TenantId tenant = tenant();
        count(tenant, 5_010, STARTER, NOW);
        count(tenant, 30, STARTER, NOW);
        assertThat(charge(tenant)).isEqualByComparingTo("0.040");

        count(tenant, 50_000, allowance("pro"), NOW);
        assertThat(charge(tenant)).isEqualByComparingTo("2.560");
        count(tenant, 500, FREE, NOW);
        assertThat(charge(tenant)).isEqualByComparingTo("2.560");
    }

    private BigDecimal charge(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT overage_charge FROM usage_month WHERE tenant_id = :id")
                        .bind("id", tenant.value())
                        .mapTo(BigDecimal.class)
                        .one());
    }

    @Test
    void test_messages_count_by_the_day_and_towards_nothing_that_is_live() {
        TenantId tenant = tenant();
        count(tenant, 7, STARTER, NOW);
        count(tenant, 9_000, TEST, NOW.minus(Duration.ofDays(1)));
        List<UsageStore.Accepted> both =
                List.of(
                        new UsageStore.Accepted(tenant, 2, STARTER),
                        new UsageStore.Accepted(tenant, 4, TEST));

        Map<TenantSide, Long> counts =
                jdbi.inTransaction(handle -> UsageStore.add(handle, both, NOW));

        assertThat(counts)
                .containsOnly(
                        Map.entry(new TenantSide(tenant, Mode.LIVE), 9L),
                        Map.entry(new TenantSide(tenant, Mode.TEST), 4L));
        assertThat(history(tenant).getFirst().messages()).isEqualTo(9);
        assertThat(history(tenant, Mode.TEST).getFirst())
                .isEqualTo(new UsageMonth(YearMonth.of(2026, 11), 9_004, 0, null));
        assertThat(overageHours(tenant)).isEmpty();
        assertThat(thresholds(tenant)).isEmpty();
    }

    @Test
    void a_plan_that_stops_at_its_limit_has_no_overage() {
        TenantId tenant = tenant();
        count(tenant, 1_001, FREE, NOW);

        assertThat(history(tenant).getFirst().overage()).isZero();
        assertThat(overageHours(tenant)).isEmpty();
    }

    @Test
    void the_shares_of_the_limit_are_recorded_once_each() {
        TenantId tenant = tenant();
        count(tenant, 3_999, STARTER, NOW);
        assertThat(thresholds(tenant)).isEmpty();
        count(tenant, 1, STARTER, NOW);
        assertThat(thresholds(tenant)).containsExactly("2026-11 80");
        count(tenant, 999, STARTER, NOW);
        count(tenant, 1, STARTER, NOW);
        count(tenant, 1, STARTER, NOW);
        assertThat(thresholds(tenant)).containsExactly("2026-11 80", "2026-11 100");

        count(tenant, 5_000, STARTER, Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(thresholds(tenant))
                .containsExactly("2026-11 80", "2026-11 100", "2026-12 80", "2026-12 100");
    }

    @Test
    void months_change_at_midnight_in_utc_whatever_the_zones_of_jvm_and_database() {
        TenantId tenant = tenant();
        count(tenant, 1, STARTER, Instant.parse("2026-11-30T23:59:59.999Z"));
        count(tenant, 2, STARTER, Instant.parse("2026-12-01T00:00:00Z"));

        UsageHistory history =
                new UsageHistory(
                        jdbi,
                        InstantSource.fixed(Instant.parse("2026-12-01T00:00:01Z")),
                        (_, _) -> STARTER);
        assertThat(history.page(tenant, Mode.LIVE, 24, 0).months())
                .containsExactly(
                        new UsageMonth(YearMonth.of(2026, 12), 2, 0, 5_000L),
                        new UsageMonth(YearMonth.of(2026, 11), 1, 0, 5_000L));
    }

    @Test
    void the_running_month_has_the_plans_limit_before_its_first_message_and_after_a_change() {
        TenantId tenant = tenant();
        assertThat(history(tenant))
                .containsExactly(
                        new UsageMonth(YearMonth.from(NOW.atOffset(ZoneOffset.UTC)), 0, 0, 5_000L));

        count(tenant, 2, FREE, NOW);

        assertThat(history(tenant).getFirst().planLimit()).isEqualTo(5_000L);
    }

    @Test
    void a_count_falls_with_its_transaction() {
        TenantId tenant = tenant();
        count(tenant, 7, STARTER, NOW);

        assertThatThrownBy(() ->
                        jdbi.useTransaction(handle -> {
                            UsageStore.add(
                                    handle,
                                    List.of(new UsageStore.Accepted(tenant, 6_000, STARTER)),
                                    NOW);
                            throw new IllegalStateException("the message could not be stored");
                        }))
                .hasMessageContaining("could not be stored");

        assertThat(history(tenant).getFirst().messages()).isEqualTo(7);
        assertThat(overageHours(tenant)).isEmpty();
    }

    @Test
    void nothing_is_lost_or_counted_twice_when_many_write_at_once() throws Exception {
        List<TenantId> all = List.of(tenant(), tenant(), tenant());
        int writers = 8;
        int rounds = 60;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Random order = new Random(writer);
                running.add(
                        threads.submit(() -> {
                            for (int round = 0; round < rounds; round++) {
                                List<UsageStore.Accepted> accepted = new ArrayList<>();
                                all.forEach(tenant -> {
                                    accepted.add(new UsageStore.Accepted(tenant, 13, STARTER));
                                    accepted.add(new UsageStore.Accepted(tenant, 2, TEST));
                                });
                                java.util.Collections.shuffle(accepted, order);
                                jdbi.useTransaction(
                                        handle -> UsageStore.add(handle, accepted, NOW));
                            }
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }

        long sent = 13L * writers * rounds;
        for (TenantId tenant : all) {
            assertThat(history(tenant).getFirst())
                    .isEqualTo(new UsageMonth(YearMonth.of(2026, 11), sent, sent - 5_000, 5_000L));
            assertThat(history(tenant, Mode.TEST).getFirst().messages())
                    .isEqualTo(2L * writers * rounds);
            assertThat(overageHours(tenant))
                    .containsExactly("2026-11-22T10:00:00Z=" + (sent - 5_000));
            assertThat(thresholds(tenant)).containsExactly("2026-11 80", "2026-11 100");
        }
    }

    @Test
    void the_count_after_the_transaction_is_answered() {
        TenantId tenant = tenant();
        count(tenant, 3, STARTER, NOW);

        assertThat(
                        jdbi.inTransaction(handle ->
                                        UsageStore.add(
                                                handle,
                                                List.of(
                                                        new UsageStore.Accepted(
                                                                tenant, 4, STARTER)),
                                                NOW))
                                .get(new TenantSide(tenant, Mode.LIVE)))
                .isEqualTo(7);
    }

    private static Allowance allowance(String plan, Mode mode) {
        return new Allowance(Plans.shipped().namedOrFree(plan), mode);
    }

    private static Allowance allowance(String plan) {
        return allowance(plan, Mode.LIVE);
    }

    private TenantId tenant() {
        return tenants.create("Tenant", new Actor(Actor.Kind.OPERATOR, "test")).id();
    }

    @Test
    void
            what_is_counted_together_with_other_statements_comes_to_the_same_wherever_the_limit_lies() {
        TenantId together = tenant();
        TenantId alone = tenant();
        long limit = STARTER.plan().limits().messagesPerMonth();
        int step = Math.toIntExact(limit / 37);
        int within = 0;

        for (int i = 0; i < 60; i++) {
            int messages = i % 7 == 0 ? 1 : step;
            count(alone, messages, STARTER, NOW);
            UsageStore.Accepted accepted = new UsageStore.Accepted(together, messages, STARTER);
            boolean done = jdbi.inTransaction(handle -> addBelowShares(handle, accepted));
            if (done) {
                within++;
            } else {
                count(together, messages, STARTER, NOW);
            }
            assertThat(history(together)).isEqualTo(history(alone));
        }

        assertThat(thresholds(together)).hasSize(2).isEqualTo(thresholds(alone));
        assertThat(overageHours(together)).isNotEmpty().isEqualTo(overageHours(alone));
        assertThat(within).as("counted without the longer statement").isBetween(30, 50);
    }

    private static boolean addBelowShares(Handle handle, UsageStore.Accepted accepted) {
        HotStatement.Together together = new HotStatement.Together();
        List<Long> before =
                together.query("SELECT count(*) FROM usage_month", _ -> {}, row -> row.getLong(1));
        List<Long> count = UsageStore.addBelowShares(together, accepted, NOW);
        together.run(handle);
        assertThat(before).hasSize(1);
        return !count.isEmpty();
    }

    private void count(TenantId tenant, int messages, Allowance allowance, Instant at) {
        jdbi.useTransaction(handle ->
                UsageStore.add(
                        handle, List.of(new UsageStore.Accepted(tenant, messages, allowance)), at));
    }

    private List<UsageMonth> history(TenantId tenant) {
        return history(tenant, Mode.LIVE);
    }

    private List<UsageMonth> history(TenantId tenant, Mode mode) {
        return new UsageHistory(jdbi, InstantSource.fixed(NOW), (_, _) -> STARTER)
                .page(tenant, mode, 12, 0)
                .months();
    }

    private List<String> overageHours(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT hour, message_count FROM overage_hour WHERE tenant_id = :id ORDER BY hour")
                        .bind("id", tenant.value())
                        .map((row, _) ->
                                row.getTimestamp("hour").toInstant()
                                        + "="
                                        + row.getLong("message_count"))
                        .list());
    }

    private List<String> thresholds(TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT to_char(month, 'YYYY-MM') || ' ' || percent
                                  FROM usage_threshold
                                 WHERE tenant_id = :id
                                 ORDER BY month, percent
                                """)
                        .bind("id", tenant.value())
                        .mapTo(String.class)
                        .list());
    }
}
