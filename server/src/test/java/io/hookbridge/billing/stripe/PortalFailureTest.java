package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Tag("unit")
class PortalFailureTest {

    private static final String PORTAL = "create_portal_session";

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,               RATE_LIMITED,            1",
        "RATE_LIMITED_RETRY_ADVISED, RATE_LIMITED,            1",
        "SERVER_ERROR,               UNREACHABLE,             3",
        "SERVER_ERROR_FINAL,         UNREACHABLE,             1",
        "ODD_ERROR,                  UNREACHABLE,             3",
        "EMPTY_502,                  UNREACHABLE,             3",
        "HTML_502,                   UNREACHABLE,             3",
        "HTML_403,                   BAD_ANSWER,              1",
        "EMPTY_200,                  BAD_ANSWER,              1",
        "HTML_200,                   BAD_ANSWER,              1",
        "ARRAY_200,                  BAD_ANSWER,              1",
        "CONFLICT,                   OVERLOADED,              3",
        "UNAUTHORIZED,               KEY_REFUSED,             1",
        "FORBIDDEN,                  CREDENTIALS_REFUSED,     1",
        "REFUSED,                    REQUEST_REFUSED,         1",
        "NO_TEST_CONFIGURATION,      NO_PORTAL_CONFIGURATION, 1",
        "NO_LIVE_CONFIGURATION,      NO_PORTAL_CONFIGURATION, 1",
        "EXISTS_IN_LIVE,             MODE_MISMATCH,           1",
        "EXISTS_IN_TEST,             MODE_MISMATCH,           1",
        "HALF_BODY,                  UNREACHABLE,             3",
        "RESET,                      UNREACHABLE,             3",
        "REDIRECT,                   BAD_ANSWER,              1",
        "HUGE,                       UNREACHABLE,             3",
        "NO_URL,                     BAD_ANSWER,              1",
        "FOREIGN_HOST,               BAD_ANSWER,              1",
        "PLAIN_HTTP,                 BAD_ANSWER,              1",
        "OTHER_CUSTOMER,             BAD_ANSWER,              1",
        "WRONG_LIVEMODE,             MODE_MISMATCH,           1",
    })
    void each_failure_of_stripe_has_one_documented_answer_after_a_bounded_number_of_tries(
            Fault fault, Kind kind, int tries) {
        try (Trial trial = Trial.begin()) {
            trial.stripe.fail(Trial.CREATE_SESSION, fault);
            Unavailability why = why(trial.open());
            assertThat(why.kind()).isEqualTo(kind);
            assertThat(why.retryAfter())
                    .isBetween(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(fault == Fault.RATE_LIMITED ? 8 : 5));
            assertThat(trial.stripe.seen(Trial.CREATE_SESSION)).hasSize(tries);
            assertThat(trial.ended(PORTAL, kind.name().toLowerCase(Locale.ROOT))).isEqualTo(1);

            trial.stripe.heal();
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        }
    }

    @Test
    void a_failure_that_passes_within_the_deadline_is_not_seen_by_the_caller() {
        try (Trial trial = Trial.begin()) {
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.EMPTY_502, 1);
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.RESET, 1);
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        }
    }

    @Test
    void the_time_that_stripe_asks_for_is_passed_on() {
        try (Trial trial = Trial.begin()) {
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.RATE_LIMITED);
            assertThat(why(trial.open()).retryAfter())
                    .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
        }
    }

    @Test
    void the_budget_of_the_operation_spans_account_configuration_and_session() {
        try (Trial trial = Trial.begin(Trial.withBudget(Duration.ofMillis(900)))) {
            trial.stripe.fail(Trial.LIST_CONFIGURATIONS, Fault.SLOW);
            long start = System.nanoTime();
            assertThat(why(trial.open()).kind()).isEqualTo(Kind.DEADLINE);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(900));
        }
    }

    @Test
    void a_caller_who_leaves_takes_the_call_with_him() throws Exception {
        try (Trial trial = Trial.begin()) {
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
            int before = trial.stripe.seen().size();
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.SLOW);
            CompletableFuture<Asked<PortalOutcome>> outcome = new CompletableFuture<>();
            Thread caller = Thread.ofVirtual().start(() -> outcome.complete(trial.open()));
            trial.stripe.awaitSeen(before + 1);
            caller.interrupt();
            assertThat(why(outcome.get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).kind())
                    .isEqualTo(Kind.DEADLINE);
            assertThat(trial.ended(PORTAL, "abandoned")).isEqualTo(1);
        }
    }

    @Test
    void no_configuration_for_a_mode_without_a_key() {
        try (Trial trial = Trial.begin()) {
            StripeBillingProvider testOnly =
                    trial.second(
                            new StripeSettings(
                                    StripeDouble.TEST_KEY,
                                    null,
                                    trial.stripe.apiBase(),
                                    StripeSettings.STRIPE_PORTAL_HOSTS));
            Asked<PortalOutcome> outcome =
                    testOnly.createPortalSession(Trial.request(Mode.LIVE, PortalWish.NONE));
            assertThat(why(outcome).kind()).isEqualTo(Kind.NOT_CONFIGURED);
            assertThat(trial.stripe.seen()).isEmpty();
            testOnly.stop();
        }
    }
}
