package io.hookbridge.billing.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.BillingTrial;
import io.hookbridge.billing.ScriptedProvider;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.provider.Unavailability;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the operation makes of each state of the tenant and each answer of a provider. */
@Tag("database")
class CheckoutsTest {

    private static final Unavailability DOWN =
            new Unavailability(Unavailability.Kind.UNREACHABLE, Duration.ofSeconds(3));

    private final BillingTrial trial = new BillingTrial();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Checkouts checkouts = checkouts("https://app.example.com/billing");

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_tenants_first_checkout_makes_its_customer_and_links_it_before_the_session() {
        provider.checkout =
                request -> {
                    assertThat(trial.known().customer()).isEqualTo(request.customer());
                    return new Asked.Got<>(
                            new OpenedSession("cs_FAKE", "https://pay.example.com/x"));
                };

        assertThat(create("pro")).isInstanceOf(CheckoutResult.Opened.class);

        CheckoutRequest asked = provider.checkouts.getFirst();
        assertThat(asked.customer().externalId()).isEqualTo("cus_FAKE");
        assertThat(asked.mode()).isEqualTo(Mode.TEST);
        assertThat(asked.plan().name()).isEqualTo("pro");
        assertThat(asked.interval()).isEqualTo(Interval.ANNUAL);
        assertThat(asked.hour()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(asked.successUrl()).isEqualTo("https://app.example.com/billing?checkout=done");
        assertThat(asked.cancelUrl())
                .isEqualTo("https://app.example.com/billing?checkout=canceled");
        assertThat(asked.budget()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void the_second_checkout_uses_the_customer_that_is_there() {
        Customer customer = trial.link("cus_FAKEearlier");

        create("pro");

        assertThat(provider.created).isEmpty();
        assertThat(provider.checkouts.getFirst().customer()).isEqualTo(customer);
    }

    @Test
    void who_was_linked_in_the_meantime_keeps_that_customer() {
        provider.creation = new Asked.Got<>("cus_FAKEsecond");
        provider.checkout =
                request -> new Asked.Got<>(new OpenedSession("cs_FAKE", "https://a.example"));
        trial.subscriptions.link(
                new Customer(
                        trial.tenant,
                        io.hookbridge.billing.provider.BillingBook.LIVE,
                        "cus_FAKElive",
                        false),
                BillingTrial.OPERATOR);

        create("pro");

        assertThat(trial.known().customer().externalId()).isEqualTo("cus_FAKEsecond");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/b?x=1, https://app.example.com/b?x=1&checkout=done",
        "https://app.example.com,       https://app.example.com?checkout=done",
    })
    void both_ways_back_are_the_default_return_url_with_a_sign(String home, String success) {
        checkouts(home).create(trial.caller(Mode.TEST), "req_1", "pro", Interval.MONTHLY, null);

        assertThat(provider.checkouts.getFirst().successUrl()).isEqualTo(success);
    }

    @ParameterizedTest
    @EnumSource
    void whoever_has_a_live_subscription_is_not_sold_another(SubscriptionStatus status) {
        trial.subscriptions.save(trial.link("cus_FAKE"), trial.subscription(status));

        CheckoutResult result = create("business");

        if (status.isLive()) {
            assertThat(result).isEqualTo(new CheckoutResult.SubscriptionExists());
            assertThat(provider.checkouts).isEmpty();
        } else {
            assertThat(result).isInstanceOf(CheckoutResult.Opened.class);
        }
    }

    @Test
    void a_subscription_past_its_period_is_left_to_the_provider_to_judge() {
        trial.subscriptions.save(
                trial.link("cus_FAKE"), trial.subscription(SubscriptionStatus.ACTIVE));
        trial.later(Duration.ofDays(31));

        assertThat(create("pro")).isInstanceOf(CheckoutResult.Opened.class);
    }

    @Test
    void a_subscription_past_its_set_end_is_left_to_the_provider_to_judge() {
        Instant end = trial.clock.instant().plus(Duration.ofDays(2));
        trial.subscriptions.save(
                trial.link("cus_FAKE"),
                trial.subscription(SubscriptionStatus.ACTIVE)
                        .as(
                                "pro",
                                SubscriptionStatus.ACTIVE,
                                new Milestones(null, end, null, null)));
        assertThat(create("pro")).isEqualTo(new CheckoutResult.SubscriptionExists());
        trial.later(Duration.ofDays(2));

        assertThat(create("pro")).isInstanceOf(CheckoutResult.Opened.class);
    }

    @Test
    void the_live_subscription_of_the_other_mode_does_not_count() {
        trial.subscriptions.save(
                trial.link("cus_FAKE"), trial.subscription(SubscriptionStatus.ACTIVE));

        assertThat(
                        checkouts.create(
                                trial.caller(Mode.LIVE), "req_1", "pro", Interval.MONTHLY, null))
                .isInstanceOf(CheckoutResult.Opened.class);
    }

    @Test
    void a_subscription_that_only_the_provider_knows_of_is_looked_into() {
        provider.checkout = request -> new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed());

        assertThat(create("pro")).isEqualTo(new CheckoutResult.SubscriptionExists());
        assertThat(trial.doubted).containsExactly(trial.known().customer());
    }

    @Test
    void a_customer_that_is_gone_is_looked_into_and_never_replaced() {
        Customer customer = trial.link("cus_FAKE");
        provider.checkout = request -> new Asked.CustomerGone<>();

        assertThat(create("pro")).isEqualTo(new CheckoutResult.CustomerGone());
        assertThat(trial.doubted).containsExactly(customer);

        trial.subscriptions.setBroken(customer, true, BillingTrial.OPERATOR);
        assertThat(create("pro")).isEqualTo(new CheckoutResult.CustomerGone());
        assertThat(provider.checkouts).hasSize(1);
        assertThat(provider.created).isEmpty();
    }

    @Test
    void an_unavailable_provider_is_told_with_its_wait() {
        provider.creation = new Asked.Unavailable<>(DOWN);
        assertThat(create("pro")).isEqualTo(new CheckoutResult.Unavailable(DOWN));
        assertThat(provider.checkouts).isEmpty();

        trial.link("cus_FAKE");
        provider.checkout = request -> new Asked.Unavailable<>(DOWN);
        assertThat(create("pro")).isEqualTo(new CheckoutResult.Unavailable(DOWN));
    }

    @Test
    void what_is_not_for_sale_is_refused_before_anybody_is_asked() {
        assertThat(create("platinum")).isEqualTo(new CheckoutResult.PlanUnknown());
        assertThat(create("free")).isEqualTo(new CheckoutResult.PlanFree());
        assertThat(provider.created).isEmpty();

        provider.checkout = request -> new Asked.Got<>(new CheckoutOutcome.NotSold());
        assertThat(create("pro")).isEqualTo(new CheckoutResult.PlanNotSold());
    }

    @Test
    void every_request_leaves_one_audit_row_without_the_url() {
        create("pro");
        create("platinum");
        trial.subscriptions.save(
                trial.known().customer(), trial.subscription(SubscriptionStatus.ACTIVE));
        create("pro");

        assertThat(trial.audit)
                .extracting(row ->
                        String.join(
                                " ",
                                row.action(),
                                row.subject(),
                                row.outcome(),
                                String.valueOf(row.detail())))
                .containsExactly(
                        "checkout_session.requested cs_FAKE opened pro annual",
                        "checkout_session.requested none plan_unknown null",
                        "checkout_session.requested none subscription_exists pro annual");
        assertThat(trial.audit.toString()).doesNotContain("FAKEurl");
        assertThat(
                        create("pro").toString()
                                + provider.checkout.apply(provider.checkouts.getFirst()))
                .doesNotContain("FAKEurl");
    }

    @Test
    void linking_is_audited_once_for_the_caller() {
        create("pro");
        create("pro");

        List<String> rows =
                trial.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT actor_kind || ' ' || subject || ' ' || request_id
                                          FROM audit_event
                                         WHERE action = 'billing_customer.linked'
                                        """)
                                .mapTo(String.class)
                                .list());
        assertThat(rows).containsExactly("api_key cus_FAKE req_1");
    }

    private CheckoutResult create(String plan) {
        return checkouts.create(trial.caller(Mode.TEST), "req_1", plan, Interval.ANNUAL, null);
    }

    private Checkouts checkouts(String home) {
        return new Checkouts(
                provider,
                trial.subscriptions,
                Plans.shipped(),
                ReturnUrlPolicy.of(List.of("https://app.example.com"), _ -> home, false),
                trial.doubted::add,
                trial.audit::add,
                trial.ids,
                trial.clock,
                trial::ticker);
    }
}
