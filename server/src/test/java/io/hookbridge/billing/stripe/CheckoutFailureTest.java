package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.opened;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
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
import java.util.Map;

@Tag("unit")
class CheckoutFailureTest {

    private static final Duration BUDGET = Patience.NEVER;
    private static final String CREATE_CUSTOMER = "POST /v1/customers";

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,   RATE_LIMITED,        1",
        "SERVER_ERROR,   UNREACHABLE,         3",
        "SERVER_ERROR_FINAL, UNREACHABLE,     1",
        "ODD_ERROR,      UNREACHABLE,         3",
        "EMPTY_502,      UNREACHABLE,         3",
        "HTML_502,       UNREACHABLE,         3",
        "HTML_403,       BAD_ANSWER,          1",
        "EMPTY_200,      BAD_ANSWER,          1",
        "HTML_200,       BAD_ANSWER,          1",
        "ARRAY_200,      BAD_ANSWER,          1",
        "CONFLICT,       OVERLOADED,          3",
        "UNAUTHORIZED,   KEY_REFUSED,         1",
        "FORBIDDEN,      CREDENTIALS_REFUSED, 1",
        "REFUSED,        REQUEST_REFUSED,     1",
        "EXISTS_IN_LIVE, MODE_MISMATCH,       1",
        "HALF_BODY,      UNREACHABLE,         3",
        "RESET,          UNREACHABLE,         3",
        "REDIRECT,       BAD_ANSWER,          1",
        "HUGE,           UNREACHABLE,         3",
        "NO_URL,         BAD_ANSWER,          1",
        "FOREIGN_HOST,   BAD_ANSWER,          1",
        "PLAIN_HTTP,     BAD_ANSWER,          1",
        "OTHER_CUSTOMER, BAD_ANSWER,          1",
        "WRONG_LIVEMODE, MODE_MISMATCH,       1",
    })
    void each_failure_of_stripe_has_one_answer_after_a_bounded_number_of_tries(
            Fault fault, Kind kind, int tries) {
        try (Trial trial = Buyer.begin()) {
            trial.stripe.fail(Buyer.CREATE, fault);
            Unavailability why = why(Buyer.checkout(trial.provider));
            assertThat(why.kind()).isEqualTo(kind);
            assertThat(why.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
            assertThat(trial.stripe.seen(Buyer.CREATE)).hasSize(tries);
            assertThat(trial.ended("create_checkout_session", kind.name().toLowerCase(Locale.ROOT)))
                    .isEqualTo(1);

            trial.stripe.heal();
            assertThat(answer(Buyer.checkout(trial.provider))).isInstanceOf(OpenedSession.class);
            assertThat(trial.stripe.test().checkouts(Buyer.ID)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,       RATE_LIMITED",
        "SERVER_ERROR,       UNREACHABLE",
        "SERVER_ERROR_FINAL, UNREACHABLE",
        "EMPTY_502,          UNREACHABLE",
        "EMPTY_200,          BAD_ANSWER",
        "UNAUTHORIZED,       KEY_REFUSED",
        "REFUSED,            REQUEST_REFUSED",
        "RESET,              UNREACHABLE",
        "WRONG_LIVEMODE,     MODE_MISMATCH",
    })
    void a_customer_that_could_not_be_made_is_the_one_made_at_the_next_try(Fault fault, Kind kind) {
        try (Trial trial = Buyer.begin()) {
            trial.stripe.fail(CREATE_CUSTOMER, fault);
            assertThat(why(trial.provider.createCustomer(Buyer.TENANT, Mode.TEST, BUDGET)).kind())
                    .isEqualTo(kind);

            trial.stripe.heal();
            assertThat(trial.provider.createCustomer(Buyer.TENANT, Mode.TEST, BUDGET))
                    .isInstanceOf(Asked.Got.class);
            assertThat(trial.stripe.test().customers()).hasSize(3);
        }
    }

    @Test
    void a_url_is_handed_out_only_after_every_other_session_was_closed() {
        try (Trial trial = Buyer.begin()) {
            OpenedSession pro = opened(Buyer.checkout(trial.provider));
            trial.stripe.fail(
                    "POST /v1/checkout/sessions/" + pro.id() + "/expire", Fault.EMPTY_502);
            assertThat(why(Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY)).kind())
                    .isEqualTo(Kind.UNREACHABLE);

            trial.stripe.heal();
            assertThat(answer(Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY)))
                    .isInstanceOf(OpenedSession.class);
            assertThat(trial.stripe.test().checkouts(Buyer.ID))
                    .extracting(session -> session.get("status").asString())
                    .containsExactly("expired", "open");
        }
    }

    @Test
    void a_customer_who_was_deleted_in_stripe_is_gone() {
        try (Trial trial = Buyer.begin()) {
            trial.stripe.test().deleteCustomer(Buyer.ID);
            assertThat(Buyer.checkout(trial.provider)).isEqualTo(new Asked.CustomerGone<>());
        }
    }

    @Test
    void a_missing_price_or_one_that_does_not_fit_is_a_matter_of_settings() {
        try (Trial trial = Buyer.begin()) {
            var test = trial.stripe.test();
            test.addPrice("price_FAKEm", "prod_FAKEm", "metered_monthly", "month", "metered");
            test.addPrice("price_FAKEy", "prod_FAKEy", "yearly_monthly", "year", "licensed");

            for (String name : new String[] {"business", "metered", "yearly"}) {
                assertThat(why(Buyer.checkout(trial.provider, plan(name, ""), Interval.MONTHLY)))
                        .extracting(Unavailability::kind)
                        .as(name)
                        .isEqualTo(Kind.NO_PRICE);
            }
            for (String overage : new String[] {"nowhere", "starter_monthly"}) {
                assertThat(
                                why(
                                        Buyer.checkout(
                                                trial.provider,
                                                plan("pro", overage),
                                                Interval.MONTHLY)))
                        .extracting(Unavailability::kind)
                        .as(overage)
                        .isEqualTo(Kind.NO_PRICE);
            }
            assertThat(trial.stripe.seen(Buyer.CREATE)).isEmpty();
        }
    }

    @Test
    void the_budget_spans_all_calls_of_a_checkout() {
        try (Trial trial = Buyer.begin()) {
            trial.stripe.fail(Buyer.LIST, Fault.SLOW);
            var order = Buyer.order(Buyer.PRO, Interval.MONTHLY, Buyer.HOUR);
            var hurried =
                    new io.hookbridge.billing.provider.CheckoutRequest(
                            order.customer(),
                            order.mode(),
                            order.plan(),
                            order.interval(),
                            order.successUrl(),
                            order.cancelUrl(),
                            order.hour(),
                            Duration.ofMillis(700),
                            order.maker());
            long start = System.nanoTime();
            assertThat(why(trial.provider.createCheckoutSession(hurried)).kind())
                    .isEqualTo(Kind.DEADLINE);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(700));
        }
    }

    @Test
    void nothing_of_one_mode_reaches_the_other() {
        try (Trial trial = Buyer.begin()) {
            Customer live = new Customer(Buyer.TENANT, BillingBook.LIVE, Buyer.ID, false);
            assertThat(
                            why(trial.provider.createCheckoutSession(
                                            Buyer.order(
                                                    live, Buyer.PRO, Interval.MONTHLY, Buyer.HOUR)))
                                    .kind())
                    .isEqualTo(Kind.MODE_MISMATCH);
            assertThat(trial.stripe.seen()).isEmpty();
        }
    }

    @Test
    void a_mode_without_a_key_has_no_checkout() {
        try (Trial trial = Buyer.begin()) {
            StripeBillingProvider liveOnly =
                    trial.second(
                            new StripeSettings(
                                    null,
                                    StripeDouble.LIVE_KEY,
                                    trial.stripe.apiBase(),
                                    StripeSettings.STRIPE_PORTAL_HOSTS));
            assertThat(why(Buyer.checkout(liveOnly)).kind()).isEqualTo(Kind.NOT_CONFIGURED);
            assertThat(liveOnly.createCustomer(Buyer.TENANT, Mode.TEST, BUDGET))
                    .isInstanceOf(Asked.Unavailable.class);
            assertThat(trial.stripe.seen()).isEmpty();
            liveOnly.stop();
        }
    }

    private static Plan plan(String name, String overage) {
        return new Plan(
                name,
                name,
                name,
                Map.of(),
                Buyer.PRO.limits(),
                Map.of(Interval.MONTHLY, name + "_monthly"),
                overage.isEmpty() ? Map.of() : Map.of(Interval.MONTHLY, overage));
    }
}
