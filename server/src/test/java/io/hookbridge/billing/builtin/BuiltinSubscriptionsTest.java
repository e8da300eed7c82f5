package io.hookbridge.billing.builtin;

import static io.hookbridge.billing.builtin.BuiltinBilling.OPERATOR;
import static io.hookbridge.billing.builtin.BuiltinBilling.live;
import static io.hookbridge.billing.builtin.BuiltinBilling.test;
import static io.hookbridge.billing.plan.Interval.ANNUAL;
import static io.hookbridge.billing.plan.Interval.MONTHLY;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

@Tag("database")
class BuiltinSubscriptionsTest {

    private static final PlanChoice PRO = new PlanChoice("pro", MONTHLY);
    private static final PlanChoice STARTER = new PlanChoice("starter", MONTHLY);

    private final BuiltinBilling billing = new BuiltinBilling();

    @AfterEach
    void close() {
        billing.close();
    }

    @Test
    void a_subscription_comes_with_its_customer_its_statement_and_its_audit() {
        TenantId tenant = billing.tenant("Acme");

        Outcome outcome = billing.subscriptions.subscribe(live(tenant), PRO, OPERATOR);

        Subscription subscription = billing.subscriptions.find(live(tenant)).orElseThrow();
        assertThat(outcome).isEqualTo(new Outcome.Changed(subscription));
        assertThat(subscription.status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(subscription.currentPeriodStart()).isEqualTo("2026-11-22T10:15:00Z");
        assertThat(subscription.currentPeriodEnd()).isEqualTo("2026-12-22T10:15:00Z");
        assertThat(
                        billing.stored
                                .find(tenant, BillingBook.BUILTIN_LIVE)
                                .orElseThrow()
                                .customer()
                                .externalId())
                .isEqualTo(tenant.toString().replace("tenant_", "builtin_"));
        assertThat(statements(tenant))
                .containsExactly("1 pro 2026-11-22T10:15:00Z 2026-12-22T10:15:00Z 0 running");
        assertThat(billing.audit(tenant))
                .containsExactly(
                        "tenant.created operator test",
                        "billing_customer.linked operator test",
                        "subscription.started operator test");
    }

    @Test
    void subscribing_becomes_part_of_the_transaction_around_it() {
        TenantId tenant = billing.tenant("Acme");

        assertThatThrownBy(() ->
                        billing.jdbi()
                                .useTransaction(_ -> {
                                    billing.subscriptions.subscribe(live(tenant), PRO, OPERATOR);
                                    throw new IllegalStateException("the rest failed");
                                }))
                .hasMessage("the rest failed");

        assertThat(billing.subscriptions.find(live(tenant))).isEmpty();
        assertThat(billing.audit(tenant)).containsExactly("tenant.created operator test");
    }

    @Test
    void the_free_plan_and_unknown_plans_cannot_be_subscribed_to() {
        TenantId tenant = billing.tenant("Acme");
        Outcome refused = new Outcome.Refused(Refusal.NO_SUCH_PLAN);

        assertThat(
                        billing.subscriptions.subscribe(
                                live(tenant), new PlanChoice("free", MONTHLY), OPERATOR))
                .isEqualTo(refused);
        assertThat(
                        billing.subscriptions.subscribe(
                                live(tenant), new PlanChoice("gold", MONTHLY), OPERATOR))
                .isEqualTo(refused);
        assertThat(billing.subscriptions.change(live(tenant), PRO, OPERATOR))
                .isEqualTo(new Outcome.Refused(Refusal.NEVER_SUBSCRIBED));
    }

    @Test
    void a_change_closes_the_statement_with_what_was_used_and_begins_the_next() {
        TenantId tenant = billing.tenant("Acme");
        billing.sent(tenant, YearMonth.of(2026, 11), 100);
        billing.subscriptions.subscribe(live(tenant), PRO, OPERATOR);
        billing.sent(tenant, YearMonth.of(2026, 11), 40);
        billing.sent(tenant, YearMonth.of(2026, 12), 2);
        billing.at("2026-12-01T00:00:00Z");

        billing.subscriptions.change(live(tenant), new PlanChoice("business", ANNUAL), OPERATOR);
        billing.sent(tenant, YearMonth.of(2026, 12), 5);

        assertThat(statements(tenant))
                .containsExactly(
                        "2 business 2026-12-01T00:00:00Z 2027-12-01T00:00:00Z 5 running",
                        "1 pro 2026-11-22T10:15:00Z 2026-12-01T00:00:00Z 42");
        assertThat(billing.audit(tenant))
                .last()
                .isEqualTo("subscription.plan_changed operator test");
    }

    @Test
    void two_changes_at_one_instant_leave_an_empty_statement_and_no_negative_one() {
        TenantId tenant = billing.subscriber("Acme", "pro");

        billing.subscriptions.change(live(tenant), STARTER, OPERATOR);

        assertThat(statements(tenant).getLast())
                .isEqualTo("1 pro 2026-11-22T10:15:00Z 2026-11-22T10:15:00Z 0");
    }

    @Test
    void the_same_change_asked_for_many_times_at_once_happens_once() throws Exception {
        TenantId tenant = billing.subscriber("Acme", "pro");

        List<Outcome> outcomes =
                atOnce(8, () -> billing.subscriptions.change(live(tenant), STARTER, OPERATOR));

        assertThat(outcomes).filteredOn(Outcome.Changed.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Outcome.AlreadySo.class::isInstance).hasSize(7);
        assertThat(statements(tenant)).hasSize(2);
        assertThat(billing.audit(tenant))
                .filteredOn("subscription.plan_changed operator test"::equals)
                .hasSize(1);
    }

    @Test
    void a_tenant_that_is_subscribed_many_times_at_once_has_one_subscription() throws Exception {
        TenantId tenant = billing.tenant("Acme");

        List<Outcome> outcomes =
                atOnce(8, () -> billing.subscriptions.subscribe(live(tenant), PRO, OPERATOR));

        assertThat(outcomes).filteredOn(Outcome.Changed.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Outcome.AlreadySo.class::isInstance).hasSize(7);
        assertThat(statements(tenant)).hasSize(1);
    }

    @Test
    void the_first_read_after_the_end_of_a_period_rolls_it_over() {
        billing.at("2027-01-31T12:00:00Z");
        TenantId tenant = billing.subscriber("Acme", "pro");
        billing.sent(tenant, YearMonth.of(2027, 2), 7);

        billing.at("2027-02-28T12:00:00Z");

        assertThat(billing.subscriptions.find(live(tenant)).orElseThrow().currentPeriodEnd())
                .isEqualTo("2027-03-31T12:00:00Z");
        assertThat(statements(tenant))
                .containsExactly(
                        "2 pro 2027-02-28T12:00:00Z 2027-03-31T12:00:00Z 0 running",
                        "1 pro 2027-01-31T12:00:00Z 2027-02-28T12:00:00Z 7");
        assertThat(billing.audit(tenant))
                .last()
                .isEqualTo("subscription.renewed system period_end");
    }

    @Test
    void after_a_long_time_away_every_period_has_its_statement() {
        TenantId tenant = billing.subscriber("Acme", "pro");
        billing.at("2027-02-25T00:00:00Z");

        assertThat(billing.subscriptions.advanceDue()).isEqualTo(1);

        assertThat(statements(tenant)).hasSize(4);
        assertThat(stored(tenant).currentPeriodStart()).isEqualTo("2027-02-22T10:15:00Z");
        assertThat(billing.subscriptions.advanceDue()).isZero();
    }

    @Test
    void the_step_in_the_background_ends_what_was_cancelled_and_renews_the_rest() {
        TenantId stays = billing.subscriber("Stays", "pro");
        TenantId leaves = billing.subscriber("Leaves", "starter");
        billing.subscriptions.cancel(live(leaves), OPERATOR);
        billing.at("2026-12-22T10:15:00Z");

        assertThat(billing.subscriptions.advanceDue()).isEqualTo(2);

        assertThat(stored(stays).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(stored(leaves).status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(statements(leaves))
                .containsExactly("1 starter 2026-11-22T10:15:00Z 2026-12-22T10:15:00Z 0");
    }

    @Test
    void who_comes_too_late_to_take_a_cancellation_back_may_start_anew() {
        TenantId tenant = billing.subscriber("Acme", "pro");
        billing.subscriptions.cancel(live(tenant), OPERATOR);
        billing.at("2027-01-05T00:00:00Z");

        assertThat(billing.subscriptions.resume(live(tenant), OPERATOR))
                .isEqualTo(new Outcome.Refused(Refusal.ENDED));
        assertThat(billing.subscriptions.subscribe(live(tenant), STARTER, OPERATOR))
                .isInstanceOf(Outcome.Changed.class);
        assertThat(statements(tenant))
                .containsExactly(
                        "2 starter 2027-01-05T00:00:00Z 2027-02-05T00:00:00Z 0 running",
                        "1 pro 2026-11-22T10:15:00Z 2026-12-22T10:15:00Z 0");
    }

    @Test
    void what_is_done_in_test_leaves_live_alone() {
        TenantId tenant = billing.subscriber("Acme", "pro");
        Subscription live = billing.subscriptions.find(live(tenant)).orElseThrow();
        assertThat(billing.subscriptions.cancel(test(tenant), OPERATOR))
                .isEqualTo(new Outcome.Refused(Refusal.NEVER_SUBSCRIBED));

        billing.subscriptions.subscribe(test(tenant), STARTER, OPERATOR);
        billing.subscriptions.cancel(test(tenant), OPERATOR);
        billing.sent(tenant, YearMonth.of(2026, 11), 7);

        assertThat(billing.subscriptions.find(live(tenant))).contains(live);
        assertThat(statements(tenant))
                .containsExactly("1 pro 2026-11-22T10:15:00Z 2026-12-22T10:15:00Z 7 running");
        assertThat(billing.subscriptions.statements(test(tenant), 10))
                .extracting(BuiltinSubscriptionsTest::line)
                .containsExactly("1 starter 2026-11-22T10:15:00Z 2026-12-22T10:15:00Z 0 running");
        billing.at("2026-12-22T10:15:00Z");
        assertThat(billing.subscriptions.advanceDue()).isEqualTo(2);
        assertThat(stored(tenant).status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(billing.subscriptions.find(test(tenant)).orElseThrow().status())
                .isEqualTo(SubscriptionStatus.CANCELED);
    }

    @Test
    void an_invoice_of_live_is_none_of_test() {
        TenantId tenant = billing.subscriber("Acme", "pro");
        billing.subscriptions.subscribe(test(tenant), STARTER, OPERATOR);
        billing.at("2026-12-23T00:00:00Z");

        String live = invoices(live(tenant)).getFirst().id();
        String test = invoices(test(tenant)).getFirst().id();

        assertThat(billing.subscriptions.invoices(test(tenant), 10, live))
                .isEqualTo(new InvoiceOutcome.UnknownCursor());
        assertThat(billing.subscriptions.invoices(live(tenant), 10, test))
                .isEqualTo(new InvoiceOutcome.UnknownCursor());
        assertThat(billing.subscriptions.invoices(live(tenant), 10, live))
                .isEqualTo(new InvoiceOutcome.Listed(List.of(), false));
    }

    private List<Invoice> invoices(Customer customer) {
        return ((InvoiceOutcome.Listed) billing.subscriptions.invoices(customer, 10, null))
                .invoices();
    }

    @Test
    void the_provider_answers_for_its_own_customers_in_either_mode() {
        TenantId tenant = billing.subscriber("Acme", "pro");
        BillingProvider provider = billing.provider(URI.create("http://localhost:8080"));
        String customer = live(tenant).externalId();

        assertThat(provider.bookFor(Mode.LIVE)).isEqualTo(BillingBook.BUILTIN_LIVE);
        assertThat(provider.bookFor(Mode.TEST)).isEqualTo(BillingBook.BUILTIN_TEST);
        assertThat(provider.fetchCustomerState(Mode.LIVE, customer, Duration.ofSeconds(1)))
                .isEqualTo(
                        new Asked.Got<>(
                                CustomerState.of(billing.subscriptions.find(live(tenant)))));
        assertThat(provider.fetchCustomerState(Mode.TEST, customer, Duration.ofSeconds(1)))
                .isEqualTo(new Asked.CustomerGone<>());
        assertThat(provider.fetchCustomerState(Mode.LIVE, "builtin_0", Duration.ofSeconds(1)))
                .isEqualTo(new Asked.CustomerGone<>());
        assertThat(provider.health().ready()).isTrue();
    }

    private Subscription stored(TenantId tenant) {
        return billing.stored
                .find(tenant, BillingBook.BUILTIN_LIVE)
                .orElseThrow()
                .subscription()
                .orElseThrow();
    }

    private List<String> statements(TenantId tenant) {
        return billing.subscriptions.statements(live(tenant), 10).stream()
                .map(BuiltinSubscriptionsTest::line)
                .toList();
    }

    private static String line(Statement statement) {
        Instant start = statement.periodStart();
        return "%d %s %s %s %d%s"
                .formatted(
                        statement.number(),
                        statement.plan(),
                        start,
                        statement.periodEnd(),
                        statement.messages(),
                        statement.running() ? " running" : "");
    }

    static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures =
                    threads.invokeAll(Stream.generate(() -> work).limit(times).toList());
            return futures.stream().map(Future::resultNow).toList();
        }
    }
}
