package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.opened;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.stripedouble.SeenRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is asked of Stripe for a checkout, and that never two can be paid. */
@Tag("unit")
class CheckoutSessionTest {

    private static final Duration BUDGET = Patience.NEVER;

    private final Trial trial = Buyer.begin();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_session_names_tenant_plan_price_and_both_ways_back_and_no_payment_method() {
        OpenedSession opened = opened(Buyer.checkout(trial.provider));

        assertThat(opened.id()).startsWith("cs_test_FAKE");
        assertThat(opened.url()).startsWith("https://checkout.stripe.com/c/pay/cs_test_FAKE");
        SeenRequest sent = trial.stripe.seen(Buyer.CREATE).getFirst();
        assertThat(sent.params())
                .contains(
                        entry("mode", "subscription"),
                        entry("customer", Buyer.ID),
                        entry("client_reference_id", Buyer.TENANT.toString()),
                        entry("metadata[tenant_id]", Buyer.TENANT.toString()),
                        entry("subscription_data[metadata][tenant_id]", Buyer.TENANT.toString()),
                        entry("line_items[0][price]", "price_FAKEpro"),
                        entry("line_items[0][quantity]", "1"),
                        entry("success_url", Trial.RETURN_URL + "&checkout=done"),
                        entry("cancel_url", Trial.RETURN_URL + "&checkout=canceled"),
                        entry("expires_at", Long.toString(Buyer.HOUR.getEpochSecond() + 7_200)))
                .doesNotContainKey("line_items[1][price]");
        assertThat(sent.params().keySet()).noneMatch(name -> name.contains("payment_method"));
    }

    @Test
    void an_overage_price_is_sold_with_the_plan_and_has_no_quantity() {
        assertThat(answer(Buyer.checkout(trial.provider, Buyer.PRO_WITH_OVERAGE, Interval.MONTHLY)))
                .isInstanceOf(OpenedSession.class);

        assertThat(trial.stripe.seen(Buyer.CREATE).getFirst().params())
                .contains(
                        entry("line_items[0][price]", "price_FAKEpro"),
                        entry("line_items[1][price]", "price_FAKEover"))
                .doesNotContainKey("line_items[1][quantity]");
    }

    @Test
    void the_interval_decides_on_the_price_and_prices_are_asked_for_once() {
        Buyer.checkout(trial.provider, Buyer.PRO, Interval.ANNUAL);
        Buyer.checkout(trial.provider, Buyer.PRO, Interval.ANNUAL);

        assertThat(trial.stripe.seen(Buyer.CREATE))
                .extracting(sent -> sent.params().get("line_items[0][price]"))
                .containsExactly("price_FAKEproyear");
        assertThat(trial.stripe.seen(Trial.LIST_PRICES)).hasSize(1);
    }

    @Test
    void the_same_request_gets_the_same_session_while_it_is_open() {
        OpenedSession first = opened(Buyer.checkout(trial.provider));

        assertThat(opened(Buyer.checkout(trial.provider))).isEqualTo(first);
        assertThat(opened(Buyer.checkout(trial.second()))).isEqualTo(first);
        assertThat(trial.stripe.seen(Buyer.CREATE)).hasSize(1);

        trial.stripe.test().expireCheckout(first.id());
        OpenedSession afterwards = opened(Buyer.checkout(trial.provider));
        assertThat(afterwards).isNotEqualTo(first);
        assertThat(opened(Buyer.checkout(trial.provider))).isEqualTo(afterwards);
    }

    @Test
    void another_plan_interval_or_hour_is_another_session_and_closes_the_one_before() {
        Buyer.checkout(trial.provider);
        Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY);
        Buyer.checkout(trial.provider);
        Buyer.checkout(trial.provider, Buyer.PRO, Interval.ANNUAL);
        OpenedSession last =
                opened(
                        trial.provider.createCheckoutSession(
                                Buyer.order(
                                        Buyer.PRO,
                                        Interval.ANNUAL,
                                        Buyer.HOUR.plus(Duration.ofHours(1)))));

        assertThat(sessions()).hasSize(5);
        assertThat(open()).containsExactly(last.id());
    }

    @Test
    void a_customer_who_has_paid_in_another_currency_is_told_so_and_not_to_try_again_later() {
        trial.stripe.test().changeCustomer(Buyer.ID, json -> json.put("currency", "eur"));

        assertThat(Buyer.checkout(trial.provider))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.OtherCurrency()));
        assertThat(open()).isEmpty();
    }

    @Test
    void a_currency_that_was_put_right_is_sold_within_the_same_hour() {
        trial.stripe.test().changeCustomer(Buyer.ID, json -> json.put("currency", "eur"));
        Buyer.checkout(trial.provider);
        trial.stripe.test().changeCustomer(Buyer.ID, json -> json.putNull("currency"));

        OpenedSession session = opened(Buyer.checkout(trial.provider));

        assertThat(open()).containsExactly(session.id());
    }

    @Test
    void an_open_session_in_another_currency_makes_way_for_the_plan_that_is_wanted_now() {
        trial.stripe.test().changePrice("price_FAKEstarter", json -> json.put("currency", "eur"));
        Buyer.checkout(trial.provider);

        OpenedSession starter =
                opened(Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY));

        assertThat(open()).containsExactly(starter.id());
        assertThat(opened(Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY)))
                .isEqualTo(starter);
        OpenedSession pro = opened(Buyer.checkout(trial.provider));
        assertThat(open()).containsExactly(pro.id());
    }

    @Test
    void who_has_a_live_subscription_is_sent_to_the_portal_whatever_the_currency() {
        trial.stripe.test().changePrice("price_FAKEstarter", json -> json.put("currency", "eur"));
        OpenedSession first = opened(Buyer.checkout(trial.provider));
        trial.stripe.test().completeCheckout(first.id());

        assertThat(Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed()));
    }

    @Test
    void overage_that_is_priced_in_another_currency_than_its_plan_is_a_price_that_does_not_fit() {
        trial.stripe.test().changePrice("price_FAKEover", json -> json.put("currency", "eur"));

        assertThat(
                        why(Buyer.checkout(
                                        trial.provider, Buyer.PRO_WITH_OVERAGE, Interval.MONTHLY))
                                .kind())
                .isEqualTo(Kind.NO_PRICE);
    }

    @Test
    void a_live_subscription_that_we_did_not_know_of_is_found_and_nothing_stays_open() {
        trial.stripe.test().addSubscription("sub_FAKEb", Buyer.ID, "past_due", "price_FAKEpro");

        assertThat(Buyer.checkout(trial.provider))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed()));
        assertThat(open()).isEmpty();
    }

    @Test
    void after_a_subscription_has_ended_there_is_a_new_checkout() {
        OpenedSession first = opened(Buyer.checkout(trial.provider));
        trial.stripe.test().completeCheckout(first.id());
        assertThat(Buyer.checkout(trial.provider))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed()));

        ObjectNode subscription = trial.stripe.test().subscriptions(Buyer.ID).getFirst();
        assertThat(subscription.at("/metadata/tenant_id").asString())
                .isEqualTo(Buyer.TENANT.toString());
        trial.stripe
                .test()
                .changeSubscription(
                        subscription.get("id").asString(), it -> it.put("status", "canceled"));

        assertThat(opened(Buyer.checkout(trial.provider))).isNotEqualTo(first);
    }

    @Test
    void a_plan_without_a_lookup_key_for_the_interval_is_not_sold() {
        Plan monthlyOnly =
                new Plan(
                        "pro",
                        "Pro",
                        "Pro",
                        java.util.Map.of(),
                        Buyer.PRO.limits(),
                        java.util.Map.of(Interval.MONTHLY, "pro_monthly"),
                        java.util.Map.of());

        assertThat(Buyer.checkout(trial.provider, monthlyOnly, Interval.ANNUAL))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.NotSold()));
        assertThat(trial.stripe.seen(Buyer.CREATE)).isEmpty();
    }

    @Test
    void a_price_that_was_archived_is_looked_for_again() {
        Buyer.checkout(trial.provider);
        trial.stripe.test().archivePrice("price_FAKEpro");
        trial.stripe.test().expireCheckout(sessions().getFirst().get("id").asString());
        trial.stripe
                .test()
                .addPrice("price_FAKEnew", "prod_FAKEpro", "pro_monthly", "month", "licensed");

        assertThat(Buyer.checkout(trial.provider)).isInstanceOf(Asked.Unavailable.class);
        assertThat(answer(Buyer.checkout(trial.provider))).isInstanceOf(OpenedSession.class);
        assertThat(trial.stripe.seen(Buyer.CREATE).getLast().params())
                .containsEntry("line_items[0][price]", "price_FAKEnew");
    }

    @Test
    void many_at_once_leave_one_open_session() throws Exception {
        List<Callable<Asked<CheckoutOutcome>>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Plan plan = i % 2 == 0 ? Buyer.PRO : Buyer.STARTER;
            calls.add(() -> Buyer.checkout(trial.provider, plan, Interval.MONTHLY));
        }

        atOnce(calls);

        assertThat(open()).hasSizeLessThanOrEqualTo(1);
        OpenedSession last = opened(Buyer.checkout(trial.provider));
        assertThat(open()).containsExactly(last.id());
    }

    @Test
    void a_session_that_is_paid_while_it_is_being_replaced_is_not_replaced() {
        OpenedSession pro = opened(Buyer.checkout(trial.provider));
        // Paid after the list of open sessions was read and before the session is closed.
        trial.stripe.before(
                "POST /v1/checkout/sessions/" + pro.id() + "/expire",
                () -> trial.stripe.test().completeCheckout(pro.id()));

        assertThat(Buyer.checkout(trial.provider, Buyer.STARTER, Interval.MONTHLY))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed()));
        assertThat(open()).isEmpty();
    }

    @Test
    void however_many_ask_at_once_a_tenant_gets_one_customer_with_its_name_in_the_metadata()
            throws Exception {
        List<Asked<String>> created =
                atOnce(
                        java.util.Collections.nCopies(
                                10,
                                () ->
                                        trial.provider.createCustomer(
                                                Buyer.TENANT, Mode.TEST, BUDGET)));
        created.add(trial.second().createCustomer(Buyer.TENANT, Mode.TEST, BUDGET));

        List<String> ids =
                created.stream()
                        .filter(Asked.Got.class::isInstance)
                        .map(it -> answer(it))
                        .distinct()
                        .toList();
        assertThat(ids).hasSize(1);
        assertThat(trial.stripe.test().customers())
                .containsExactly(Trial.CUSTOMER, Buyer.ID, ids.getFirst());
        assertThat(
                        trial.stripe
                                .test()
                                .customer(ids.getFirst())
                                .at("/metadata/tenant_id")
                                .asString())
                .isEqualTo(Buyer.TENANT.toString());
    }

    private List<ObjectNode> sessions() {
        return trial.stripe.test().checkouts(Buyer.ID);
    }

    private List<String> open() {
        return sessions().stream()
                .filter(session -> session.get("status").asString().equals("open"))
                .map(session -> session.get("id").asString())
                .toList();
    }

    private static <T> List<T> atOnce(List<? extends Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
