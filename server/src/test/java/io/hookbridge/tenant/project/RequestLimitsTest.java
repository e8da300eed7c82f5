package io.hookbridge.tenant.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.base.Mode;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.retry.RetryLimits;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.Tenants;

import org.assertj.core.api.Assertions;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** On a clock that stands still unless it is moved. */
@Tag("database")
class RequestLimitsTest {

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final Uuid7 ids = new Uuid7(Instant::now);
    private final AtomicLong nanos = new AtomicLong();
    private TenantLimits plan =
            new TenantLimits(10, 300, 60, new RetryLimits(7, 30, "small"), "small");
    private final Projects projects =
            new Projects(jdbi, RetryPolicy.DEFAULT, ids, Instant::now, (_, _) -> plan);
    private final ChangeWatch changes = new ChangeWatch(jdbi, nanos::get);
    private final RequestLimits limits =
            new RequestLimits(jdbi, (_, _) -> plan, changes, nanos::get);
    private final TenantId tenant = new Tenants(jdbi, ids, Instant::now).create("A", OPERATOR).id();

    @AfterEach
    void close() {
        database.close();
    }

    private Environment environment(int rateLimit) {
        return project(rateLimit).environment(Mode.LIVE);
    }

    private Project project(int rateLimit) {
        return ((ProjectCreation.Created) projects.create(tenant, "P", rateLimit, OPERATOR, null))
                .project();
    }

    private void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private RequestLimits.Verdict take(Environment environment) {
        return limits.takeSends(environment, 100);
    }

    /** Takes a hundred every few seconds, until no more are allowed: how many were. */
    private int takeAll(Environment... from) {
        int taken = 0;
        for (Environment environment : from) {
            while (take(environment) instanceof RequestLimits.Verdict.Within) {
                taken += 100;
                later(Duration.ofSeconds(1));
            }
        }
        return taken;
    }

    @Test
    void projects_of_a_tenant_have_no_more_together_than_the_plan_allows_for_one() {
        Environment first = environment(300);
        Environment second = environment(300);

        assertThat(takeAll(first, second)).isEqualTo(300);
        later(Duration.ofSeconds(1));
        assertThat(take(second))
                .isInstanceOfSatisfying(
                        RequestLimits.Verdict.PlanUsedUp.class,
                        usedUp -> {
                            assertThat(usedUp.limit()).isEqualTo("sends_per_minute");
                            assertThat(usedUp.allowed()).isEqualTo(300);
                            assertThat(usedUp.retryAfter()).isPositive();
                        });
    }

    @Test
    void what_the_plan_refuses_takes_nothing_from_the_project() {
        Environment first = environment(300);
        Environment second = environment(300);
        takeAll(first);
        for (int i = 0; i < 3; i++) {
            assertThat(take(second)).isInstanceOf(RequestLimits.Verdict.PlanUsedUp.class);
            later(Duration.ofSeconds(1));
        }

        plan = new TenantLimits(10, 600, 60, new RetryLimits(7, 30, "large"), "large");

        assertThat(takeAll(second)).isEqualTo(300);
    }

    @Test
    void what_the_minute_or_the_plan_refuses_takes_nothing_from_the_second() {
        Environment small = environment(100);
        takeAll(small);
        Environment other = environment(300);
        takeAll(other);

        for (int i = 0; i < 3; i++) {
            assertThat(take(small)).isInstanceOf(RequestLimits.Verdict.TooMany.class);
            assertThat(take(other)).isInstanceOf(RequestLimits.Verdict.PlanUsedUp.class);
        }
    }

    /** A handler on an event loop that takes part and then finds that it has to wait. */
    @Test
    void what_was_taken_is_given_back_whole_though_the_limits_have_to_be_read_again() {
        Environment live = environment(100);
        RequestLimits.Verdict.Within taken = (RequestLimits.Verdict.Within) take(live);
        projects.update(tenant, live.project(), "Renamed", null, null, OPERATOR, "req_test");
        changes.look();

        CompletableFuture.runAsync(
                        () -> {
                            assertThatThrownBy(() -> limits.takeSends(live, 1))
                                    .isInstanceOf(WouldBlockException.class);
                            taken.giveBack();
                        },
                        work -> new Loop(work).start())
                .join();

        assertThat(takeAll(live)).isEqualTo(100);
    }

    private static final class Loop extends Thread implements NeverBlocks {

        Loop(Runnable work) {
            super(work);
        }
    }

    @Test
    void a_limit_that_is_written_again_and_again_brings_no_more_than_the_plan() {
        Environment live = environment(300);
        ProjectId project = live.project();
        int taken = takeAll(live);
        for (int rate = 200; rate < 210; rate++) {
            projects.update(tenant, project, null, rate, null, OPERATOR, "req_test");
            taken += takeAll(live);
        }

        assertThat(taken).isEqualTo(300);
    }

    @Test
    void what_is_stored_above_the_plans_limit_is_held_to_it() {
        Environment live = environment(300);
        plan = new TenantLimits(10, 100, 60, new RetryLimits(7, 30, "smaller"), "smaller");

        assertThat(takeAll(live)).isEqualTo(100);
        // A minute of the smaller plan, in which there was room for a hundred more.
        later(Duration.ofMinutes(1));
        assertThat(takeAll(live)).isEqualTo(100);
    }

    @Test
    void what_is_used_up_in_live_is_there_in_test() {
        Environment live = environment(300);
        Environment test =
                projects.find(tenant, live.project()).orElseThrow().environment(Mode.TEST);
        takeAll(live);
        assertThat(take(live)).isNotInstanceOf(RequestLimits.Verdict.Within.class);

        assertThat(take(test)).isInstanceOf(RequestLimits.Verdict.Within.class);
        for (int i = 0; i < 60; i++) {
            limits.requireCall(tenant, Mode.TEST);
        }
        assertThatNoException().isThrownBy(() -> limits.requireCall(tenant, Mode.LIVE));
    }

    @Test
    void other_requests_are_counted_for_the_tenant_apart_from_those_to_send() {
        Environment live = environment(300);
        for (int i = 0; i < 60; i++) {
            limits.requireCall(tenant, Mode.LIVE);
        }

        ApiError refused =
                Assertions.catchThrowableOfType(
                        ApiError.class, () -> limits.requireCall(tenant, Mode.LIVE));

        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
        assertThat(refused.message()).contains("small", "60");
        assertThat(take(live)).isInstanceOf(RequestLimits.Verdict.Within.class);
        later(Duration.ofSeconds(1));
        assertThatNoException().isThrownBy(() -> limits.requireCall(tenant, Mode.LIVE));
    }
}
