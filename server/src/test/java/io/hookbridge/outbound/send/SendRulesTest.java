package io.hookbridge.outbound.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.retry.RetryLimits;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.project.ProjectCreation;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.project.TenantLimits;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** On a clock that stands still but for who waits. */
@Tag("database")
class SendRulesTest {

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    private static final TenantLimits PLAN =
            new TenantLimits(10, 100_000, 60, new RetryLimits(7, 30, "pro"), "pro");

    @AutoClose private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final Uuid7 ids = new Uuid7(Instant::now);
    private final AtomicLong nanos = new AtomicLong();
    private final RequestLimits limits =
            new RequestLimits(jdbi, (_, _) -> PLAN, new ChangeWatch(jdbi, nanos::get), nanos::get);

    private Duration waited = Duration.ZERO;
    private final SendRules rules =
            new SendRules(
                    limits,
                    Instant::now,
                    wait -> {
                        waited = waited.plus(wait);
                        nanos.addAndGet(wait.toNanos());
                    });

    private Caller caller(int requestsPerMinute) {
        TenantId tenant = new Tenants(jdbi, ids, Instant::now).create("A", OPERATOR).id();
        Projects projects =
                new Projects(jdbi, RetryPolicy.DEFAULT, ids, Instant::now, (_, _) -> PLAN);
        var made =
                (ProjectCreation.Created)
                        projects.create(tenant, "P", requestsPerMinute, OPERATOR, null);
        return new Caller(
                made.project().environment(Mode.LIVE), EnumSet.allOf(Permission.class), OPERATOR);
    }

    @Test
    void who_sends_a_thousand_by_hand_waits_for_the_seconds_of_a_project_and_not_for_its_minute() {
        Caller caller = caller(1_000);

        for (int i = 0; i < SendRepeatedly.MOST / 100; i++) {
            rules.awaitRoom(caller, 100);
        }

        assertThat(waited).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 10; i++) {
                                rules.awaitRoom(caller, 100);
                            }
                        })
                .isInstanceOfSatisfying(
                        ApiError.class,
                        refusal ->
                                assertThat(refusal.code())
                                        .isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED));
    }

    /**
     * A client that made the keys itself sends the whole request again, and nothing comes twice.
     */
    @Test
    void what_passes_is_a_failure_of_the_whole_request_and_a_fault_of_one_message_is_not() {
        SendOutcome accepted = new SendOutcome.Accepted(new MessageId(ids.next()));
        var away = new IllegalStateException(new SQLTransientConnectionException("FAKE"));
        var fault = new IllegalStateException("FAKE");

        assertThatThrownBy(() ->
                        SendRules.requireNoTrouble(List.of(accepted, new SendOutcome.Failed(away))))
                .isSameAs(away);
        SendRules.requireNoTrouble(List.of(accepted, new SendOutcome.Failed(fault)));
        SendRules.requireNoFailureOfAll(List.of(accepted, new SendOutcome.Failed(away)));
        assertThatThrownBy(() ->
                        SendRules.requireNoFailureOfAll(List.of(new SendOutcome.Failed(fault))))
                .isSameAs(fault);
        assertThat(rules.refusal(new SendOutcome.Failed(away)).code())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }
}
