package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.CustomerState.Told;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;

@Tag("unit")
class CustomerStateTest {

    private final Trial trial = Trial.begin();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void the_subscription_is_read_with_its_plan_and_the_period_of_the_plans_item() {
        Subscription subscription = subscription();
        assertThat(subscription.externalId()).isEqualTo(Trial.SUBSCRIPTION);
        assertThat(subscription.plan()).isEqualTo("pro");
        assertThat(subscription.status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(subscription.rawStatus()).isEqualTo("active");
        assertThat(subscription.interval()).isEqualTo(Interval.MONTHLY);
        assertThat(subscription.cancelAtPeriodEnd()).isFalse();
        assertThat(subscription.metered()).isFalse();
        assertThat(
                        Duration.between(
                                subscription.currentPeriodStart(), subscription.currentPeriodEnd()))
                .isEqualTo(Duration.ofDays(30));
    }

    @Test
    void a_metered_item_before_the_plans_item_is_noticed_but_its_period_is_not_taken() {
        trial.stripe
                .test()
                .addPrice("price_FAKEover", "prod_FAKEover", "overage", "month", "metered");
        trial.stripe
                .test()
                .addPrice("price_FAKEyear", "prod_FAKEpro", "pro_annual", "year", "licensed");
        trial.stripe
                .test()
                .addSubscription(
                        "sub_FAKE2", Trial.CUSTOMER, "active", "price_FAKEover", "price_FAKEyear");
        Subscription subscription = told("sub_FAKE2").subscription();
        assertThat(subscription.metered()).isTrue();
        assertThat(subscription.plan()).isEqualTo("pro");
        assertThat(subscription.interval()).isEqualTo(Interval.ANNUAL);
        assertThat(
                        Duration.between(
                                subscription.currentPeriodStart(), subscription.currentPeriodEnd()))
                .isEqualTo(Duration.ofDays(365));
    }

    @Test
    void a_price_that_no_plan_claims_is_told_as_unknown() {
        trial.stripe.test().addPrice("price_FAKEtea", "prod_FAKEtea", "tea", "month", "licensed");
        trial.stripe.test().addCustomer("cus_FAKEtea");
        trial.stripe
                .test()
                .addSubscription("sub_FAKEtea", "cus_FAKEtea", "active", "price_FAKEtea");
        Told tea = answer(fetch("cus_FAKEtea")).subscriptions().getFirst();
        assertThat(tea.subscription().plan()).isEqualTo("free");
        assertThat(tea.unknownPrice()).isEqualTo("price_FAKEtea");
        assertThat(told(Trial.SUBSCRIPTION).unknownPrice()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "true, , true",
        "false, 0, true",
        "false, 86400, false",
        "false, -86400, false",
        "false, , false"
    })
    void a_cancellation_at_the_end_of_the_period_is_seen_in_both_ways_stripe_writes_it(
            boolean flag, @org.jspecify.annotations.Nullable Long afterPeriodEnd, boolean seen) {
        long end = subscription().currentPeriodEnd().getEpochSecond();
        trial.stripe
                .test()
                .changeSubscription(
                        Trial.SUBSCRIPTION,
                        json -> {
                            json.put("cancel_at_period_end", flag);
                            if (afterPeriodEnd != null) {
                                json.put("cancel_at", end + afterPeriodEnd);
                            }
                        });
        assertThat(subscription().cancelAtPeriodEnd()).isEqualTo(seen);
    }

    @Test
    void the_instants_of_an_end_are_read_as_they_are() {
        trial.stripe
                .test()
                .changeSubscription(
                        Trial.SUBSCRIPTION,
                        json -> {
                            json.put("status", "canceled");
                            json.put("cancel_at", 1_800_000_000L);
                            json.put("ended_at", 1_790_000_000L);
                        });
        assertThat(subscription().milestones())
                .isEqualTo(
                        new Milestones(
                                null,
                                Instant.ofEpochSecond(1_800_000_000L),
                                Instant.ofEpochSecond(1_790_000_000L),
                                null));
    }

    @Test
    void the_plan_is_found_beyond_the_items_that_come_with_the_subscription() {
        String[] prices = new String[130];
        for (int i = 0; i < prices.length - 1; i++) {
            prices[i] = "price_FAKEextra" + i;
            trial.stripe.test().addPrice(prices[i], "prod_FAKEextra", "x" + i, "month", "licensed");
        }
        prices[prices.length - 1] = "price_FAKEpro";
        trial.stripe.test().addSubscription("sub_FAKE2", Trial.CUSTOMER, "active", prices);
        assertThat(told("sub_FAKE2").subscription().plan()).isEqualTo("pro");
        assertThat(trial.stripe.seen("GET /v1/subscription_items")).hasSize(2);
    }

    @Test
    void of_several_plans_in_one_subscription_the_better_one_counts() {
        trial.stripe
                .test()
                .addPrice("price_FAKEsta", "prod_FAKEsta", "starter_monthly", "month", "licensed");
        trial.stripe
                .test()
                .addSubscription(
                        "sub_FAKE2", Trial.CUSTOMER, "active", "price_FAKEsta", "price_FAKEpro");
        assertThat(told("sub_FAKE2").subscription().plan()).isEqualTo("pro");
    }

    @Test
    void a_price_whose_lookup_key_went_to_another_still_sells_its_plan() {
        assertThat(subscription().plan()).isEqualTo("pro");
        trial.stripe.test().addPrice("price_FAKEdear", "prod_FAKEpro", "new", "month", "licensed");
        trial.stripe.test().transferLookupKey("pro_monthly", "price_FAKEdear");
        trial.stripe
                .test()
                .addSubscription("sub_FAKE2", Trial.CUSTOMER, "active", "price_FAKEdear");
        assertThat(subscription().plan()).isEqualTo("pro");
        assertThat(told(Trial.SUBSCRIPTION).unknownPrice()).isNull();
        assertThat(told("sub_FAKE2").subscription().plan()).isEqualTo("pro");
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void every_status_of_stripes_is_read_as_itself(SubscriptionStatus status) {
        setStatus(status.word());
        assertThat(subscription().status()).isEqualTo(status);
    }

    @Test
    void a_status_of_the_future_keeps_stripes_word_opens_the_portal_and_grants_nothing() {
        setStatus("hibernating");
        Subscription subscription = subscription();
        assertThat(subscription.rawStatus()).isEqualTo("hibernating");
        assertThat(subscription.status()).isEqualTo(SubscriptionStatus.UNPAID);
        assertThat(subscription.status().opensPortal()).isTrue();
    }

    @Test
    void subscriptions_are_read_to_the_last_page_with_the_canceled_ones() {
        for (int i = 0; i < 45; i++) {
            trial.stripe
                    .test()
                    .addSubscription(
                            "sub_FAKEold" + i, Trial.CUSTOMER, "canceled", "price_FAKEpro");
        }
        assertThat(answer(trial.fetch()).subscriptions()).hasSize(46);
        assertThat(trial.stripe.seen(Trial.LIST_SUBSCRIPTIONS)).hasSize(3);
    }

    @Test
    void two_live_subscriptions_are_counted() {
        trial.stripe
                .test()
                .addSubscription("sub_FAKE2", Trial.CUSTOMER, "past_due", "price_FAKEpro");
        assertThat(answer(trial.fetch()).live()).isEqualTo(2);
    }

    @Test
    void a_customer_without_subscriptions_is_known_and_has_none() {
        trial.stripe.test().addCustomer("cus_FAKEnew");
        CustomerState known = answer(fetch("cus_FAKEnew"));
        assertThat(known.subscriptions()).isEmpty();
        assertThat(known.live()).isZero();
    }

    @Test
    void a_deleted_customer_and_one_that_never_was_are_gone() {
        trial.stripe.test().deleteCustomer(Trial.CUSTOMER);
        assertThat(trial.fetch()).isInstanceOf(Asked.CustomerGone.class);
        assertThat(fetch("cus_FAKEnobody")).isInstanceOf(Asked.CustomerGone.class);
    }

    @Test
    void a_customer_of_the_other_mode_is_a_mismatch_and_never_gone() {
        trial.stripe.live().addCustomer("cus_FAKElive");
        assertThat(kind(fetch("cus_FAKElive"))).isEqualTo(Kind.MODE_MISMATCH);
        trial.stripe.fail(Trial.GET_CUSTOMER, Fault.WRONG_LIVEMODE);
        assertThat(kind(trial.fetch())).isEqualTo(Kind.MODE_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY_502, UNREACHABLE",
        "UNAUTHORIZED, KEY_REFUSED",
        "RATE_LIMITED, RATE_LIMITED",
        "EMPTY_200, BAD_ANSWER",
    })
    void half_of_the_truth_is_none(Fault fault, Kind kind) {
        trial.stripe.fail(Trial.LIST_SUBSCRIPTIONS, fault);
        assertThat(kind(trial.fetch())).isEqualTo(kind);
    }

    @Test
    void the_budget_of_the_caller_holds_over_all_pages() {
        trial.stripe.fail(Trial.LIST_SUBSCRIPTIONS, Fault.SLOW);
        Asked<CustomerState> state =
                trial.provider.fetchCustomerState(
                        Mode.TEST, Trial.CUSTOMER, Duration.ofMillis(800));
        assertThat(kind(state)).isEqualTo(Kind.DEADLINE);
    }

    @Test
    void an_item_without_a_period_is_read_as_if_it_began_and_ended_at_its_making() {
        trial.stripe
                .test()
                .changeSubscription(
                        Trial.SUBSCRIPTION,
                        json -> {
                            json.withObjectProperty("items").putArray("data");
                            json.put("created", 1_780_000_123L);
                        });
        assertThat(subscription().currentPeriodEnd())
                .isEqualTo(Instant.ofEpochSecond(1_780_000_123L));
    }

    private void setStatus(String word) {
        trial.stripe
                .test()
                .changeSubscription(Trial.SUBSCRIPTION, json -> json.put("status", word));
    }

    private Subscription subscription() {
        return told(Trial.SUBSCRIPTION).subscription();
    }

    private Told told(String subscription) {
        return answer(trial.fetch()).subscriptions().stream()
                .filter(each -> each.subscription().externalId().equals(subscription))
                .findFirst()
                .orElseThrow();
    }

    private Asked<CustomerState> fetch(String customer) {
        return trial.provider.fetchCustomerState(Mode.TEST, customer, Patience.NEVER);
    }

    private static Kind kind(Asked<CustomerState> state) {
        return why(state).kind();
    }
}
