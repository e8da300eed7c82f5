package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.account.AccountPin;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

@Tag("unit")
class OverloadTest {

    @Test
    void when_all_places_wait_for_stripe_the_next_caller_is_turned_away_at_once() throws Exception {
        try (Trial trial = Trial.begin(Trial.withGates(4, 1_000, 1_000));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            trial.open();
            int before = trial.stripe.seen().size();
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.SLOW);
            List<Future<Asked<PortalOutcome>>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(threads.submit(() -> trial.open()));
            }
            trial.stripe.awaitSeen(before + 4);

            assertThat(why(trial.open()).kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(trial.fetch()).isInstanceOf(Asked.Got.class);

            waiting.forEach(caller -> caller.cancel(true));
        }
    }

    @Test
    void more_calls_in_a_second_than_stripe_allows_are_turned_away_and_told_when_to_come() {
        AtomicLong now = new AtomicLong();
        try (Trial trial = Trial.begin(Trial.withGates(16, 3, 1_000), accept(), now::get)) {
            for (int i = 0; i < 3; i++) {
                assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
            }
            Unavailability why = why(trial.open());
            assertThat(why.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(why.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));

            now.addAndGet(Duration.ofMillis(334).toNanos());
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        }
    }

    @Test
    void after_failures_in_a_row_stripe_is_left_alone_until_a_probe_succeeds() {
        AtomicLong now = new AtomicLong();
        try (Trial trial = Trial.begin(Trial.withGates(16, 1_000, 3), accept(), now::get)) {
            trial.open();
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.SERVER_ERROR_FINAL);
            for (int i = 0; i < 3; i++) {
                assertThat(why(trial.open()).kind()).isEqualTo(Kind.UNREACHABLE);
            }
            int before = trial.stripe.seen().size();
            Unavailability why = why(trial.open());
            assertThat(why.kind()).isEqualTo(Kind.BREAKER_OPEN);
            assertThat(why.retryAfter()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(13));
            assertThat(trial.stripe.seen()).hasSize(before);
            assertThat(trial.provider.health().ready()).isFalse();
            assertThat(trial.fetch()).isInstanceOf(Asked.Got.class);

            now.addAndGet(Trial.PATIENT.openFor().toNanos());
            trial.stripe.heal();
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RATE_LIMITED",
                "UNAUTHORIZED",
                "FORBIDDEN",
                "REFUSED",
                "EXISTS_IN_LIVE",
                "CONFLICT",
                "WRONG_LIVEMODE"
            })
    void an_answer_that_is_a_refusal_never_opens_the_breaker(Fault fault) {
        try (Trial trial = Trial.begin(Trial.withGates(16, 1_000, 2))) {
            trial.stripe.fail(Trial.CREATE_SESSION, fault);
            for (int i = 0; i < 4; i++) {
                assertThat(why(trial.open()).kind()).isNotEqualTo(Kind.BREAKER_OPEN);
            }
        }
    }

    private static AccountPin accept() {
        return (mode, account) -> true;
    }
}
