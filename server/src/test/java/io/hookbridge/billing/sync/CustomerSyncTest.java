package io.hookbridge.billing.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.subscription.PlanAccess;
import io.hookbridge.billing.sync.CustomerSync.Guard;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a fetch leaves in our rows, and in which order. */
@Tag("database")
class CustomerSyncTest {

    private static final Duration BUDGET = Patience.NEVER;

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void what_stripe_says_is_written_with_a_record_of_the_change() {
        Customer customer = world.subscriber();
        assertThat(world.plan(customer)).isEqualTo("pro active");
        world.status(customer, "past_due");
        assertThat(sync(customer)).isInstanceOf(SyncOutcome.Synced.class);
        assertThat(world.plan(customer)).isEqualTo("pro past_due");
        assertThat(changes())
                .containsExactly("nothing to pro active", "pro active to pro past_due");
        sync(customer);
        assertThat(changes()).hasSize(2);
    }

    @Test
    void an_answer_that_was_asked_for_earlier_and_comes_later_is_not_written() {
        Customer customer = world.subscriber();
        Deque<Runnable> onTheWay = new ArrayDeque<>();
        Server slow =
                world.server(
                        Steps.UNWATCHED,
                        provider ->
                                new Interposed(
                                        provider,
                                        _ -> {
                                            if (!onTheWay.isEmpty()) {
                                                onTheWay.pop().run();
                                            }
                                        }));
        onTheWay.add(() -> {
            world.status(customer, "unpaid");
            sync(customer);
        });
        assertThat(slow.sync().now(customer, Trigger.RETURN, BUDGET))
                .isInstanceOf(SyncOutcome.Superseded.class);
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");

        onTheWay.add(() -> {
            world.status(customer, "canceled");
            assertThat(server.sync().inBackground(customer, Trigger.RECONCILE, Guard.NONE))
                    .isInstanceOf(SyncOutcome.Busy.class);
            sync(customer);
        });
        assertThat(slow.sync().inBackground(customer, Trigger.RECONCILE, Guard.NONE))
                .isInstanceOf(SyncOutcome.Superseded.class);
        assertThat(world.plan(customer)).isEqualTo("pro canceled");
        assertThat(server.sync().inBackground(customer, Trigger.RECONCILE, Guard.NONE))
                .isInstanceOf(SyncOutcome.Synced.class);
    }

    @Test
    void a_claim_of_a_server_that_died_ends_by_itself() {
        Customer customer = world.subscriber();
        Server dying =
                world.server(
                        point -> {
                            if (point.equals("sync claimed")) {
                                throw new ProcessEnded();
                            }
                        },
                        provider -> provider);
        ProcessEnded.expectIn(
                () -> dying.sync().inBackground(customer, Trigger.RECONCILE, Guard.NONE));
        assertThat(server.sync().inBackground(customer, Trigger.RECONCILE, Guard.NONE))
                .isInstanceOf(SyncOutcome.Busy.class);
        world.later(Duration.ofSeconds(61));
        assertThat(server.sync().inBackground(customer, Trigger.RECONCILE, Guard.NONE))
                .isInstanceOf(SyncOutcome.Synced.class);
    }

    @Test
    void an_unknown_status_keeps_the_last_known_one_of_that_subscription_and_is_told() {
        Customer customer = world.subscriber();
        world.status(customer, "hibernating");
        sync(customer);
        Subscription kept = world.subscription(customer).orElseThrow();
        assertThat(kept.status().word()).isEqualTo("active");
        assertThat(kept.rawStatus()).isEqualTo("hibernating");
        assertThat(PlanAccess.givesPaidPlan(Optional.of(kept), world.clock.instant())).isTrue();
        assertThat(world.alerts(BillingAlerts.Kind.UNKNOWN_STATUS)).isEqualTo(1);

        Customer stranger = world.customer();
        world.stripe
                .test()
                .events
                .subscribe("sub_FAKEnew", stranger.externalId(), "hibernating", "price_FAKEpro");
        sync(stranger);
        assertThat(PlanAccess.givesPaidPlan(world.subscription(stranger), world.clock.instant()))
                .isFalse();
    }

    @Test
    void two_live_subscriptions_are_told_and_one_counts() {
        Customer customer = world.subscriber();
        world.stripe
                .test()
                .events
                .subscribe("sub_FAKEsecond", customer.externalId(), "active", "price_FAKEsta");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("pro active");
        assertThat(world.alerts(BillingAlerts.Kind.SEVERAL_LIVE)).isEqualTo(1);
    }

    @Test
    void a_customer_that_is_gone_is_marked_and_loses_the_plan_and_keeps_its_rows() {
        Customer customer = world.subscriber();
        world.stripe.test().events.deleteCustomer(customer.externalId());
        assertThat(sync(customer)).isInstanceOf(SyncOutcome.Gone.class);
        sync(customer);
        assertThat(world.stored(customer).customer().broken()).isTrue();
        assertThat(world.stored(customer).customer().externalId()).isEqualTo(customer.externalId());
        assertThat(world.plan(customer)).isEqualTo("pro canceled");
        assertThat(world.alerts(BillingAlerts.Kind.CUSTOMER_GONE)).isEqualTo(1);
        assertThat(world.stripe.seen("POST /v1/customers")).isEmpty();
    }

    @Test
    void a_customer_that_is_there_after_all_is_mended() {
        Customer customer = world.subscriber();
        world.subscriptions.setBroken(customer, true, StripeWorld.OPERATOR);
        sync(customer);
        assertThat(world.stored(customer).customer().broken()).isFalse();
    }

    @Test
    void of_a_customer_that_was_replaced_nothing_is_written_and_nothing_left_by_the_next_fetch() {
        Customer former = world.subscriber();
        world.stripe.test().events.deleteCustomer(former.externalId());
        Customer next = new Customer(former.tenant(), StripeWorld.BOOK, "cus_FAKEnext", false);
        world.stripe.test().addCustomer(next.externalId());
        world.stripe
                .test()
                .events
                .subscribe("sub_FAKEnext", next.externalId(), "active", "price_FAKEsta");
        Server slow =
                world.server(
                        Steps.UNWATCHED,
                        provider ->
                                new Interposed(
                                        provider,
                                        _ ->
                                                assertThat(
                                                                world.subscriptions.replaceLink(
                                                                        former,
                                                                        next,
                                                                        StripeWorld.OPERATOR))
                                                        .isTrue()));

        assertThat(slow.sync().now(former, Trigger.RETURN, BUDGET))
                .isInstanceOf(SyncOutcome.Superseded.class);

        assertThat(world.stored(next).customer()).isEqualTo(next);
        assertThat(world.plan(next)).isEqualTo("pro active");
        assertThat(world.subscriptions.replaceLink(former, next, StripeWorld.OPERATOR)).isFalse();
        sync(next);
        assertThat(world.plan(next)).isEqualTo("starter active");
        assertThat(world.subscription(next).orElseThrow().externalId()).isEqualTo("sub_FAKEnext");
        assertThat(
                        world.number(
                                "SELECT count(*) FROM heard_subscription WHERE external_id <> 'sub_FAKEnext'"))
                .isZero();
    }

    @Test
    void a_customer_of_another_tenant_replaces_none() {
        Customer former = world.customer();
        Customer taken = world.customer();
        Customer wanted =
                new Customer(former.tenant(), StripeWorld.BOOK, taken.externalId(), false);

        assertThat(world.subscriptions.replaceLink(former, wanted, StripeWorld.OPERATOR)).isFalse();

        assertThat(world.stored(former).customer()).isEqualTo(former);
        assertThat(
                        world.number(
                                "SELECT count(*) FROM audit_event WHERE action = 'billing_customer.replaced'"))
                .isZero();
    }

    @Test
    void a_guarded_fetch_writes_everything_but_the_loss_of_access() {
        Customer customer = world.subscriber();
        world.status(customer, "past_due");
        assertThat(guarded(customer)).isInstanceOf(SyncOutcome.Synced.class);
        world.status(customer, "unpaid");
        assertThat(guarded(customer)).isInstanceOf(SyncOutcome.Withheld.class);
        assertThat(world.plan(customer)).isEqualTo("pro past_due");
        sync(customer);
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");
        assertThat(guarded(customer)).isInstanceOf(SyncOutcome.Synced.class);
    }

    @Test
    void an_answer_that_is_none_changes_nothing() {
        Customer customer = world.subscriber();
        for (Fault fault :
                List.of(Fault.EMPTY_200, Fault.HTML_502, Fault.UNAUTHORIZED, Fault.HALF_BODY)) {
            world.stripe.fail("GET /v1/subscriptions", fault, 1);
            assertThat(sync(customer)).isInstanceOf(SyncOutcome.Unavailable.class);
        }
        assertThat(world.plan(customer)).isEqualTo("pro active");
    }

    @Test
    void a_mode_without_a_key_is_told_as_such() {
        Customer customer = world.customer();
        Customer live =
                new Customer(
                        customer.tenant(),
                        io.hookbridge.billing.provider.BillingBook.LIVE,
                        "cus_FAKElive",
                        false);
        assertThat(world.subscriptions.link(live, StripeWorld.OPERATOR)).isTrue();
        SyncOutcome outcome = sync(live);
        assertThat(((SyncOutcome.Unavailable) outcome).why().kind()).isEqualTo(Kind.NOT_CONFIGURED);
    }

    private SyncOutcome sync(Customer customer) {
        return server.sync().now(customer, Trigger.OPERATOR, BUDGET);
    }

    private SyncOutcome guarded(Customer customer) {
        return server.sync().inBackground(customer, Trigger.RECONCILE, Guard.KEEP_ACCESS);
    }

    private List<String> changes() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT detail FROM audit_event WHERE action = 'subscription.changed' ORDER BY id")
                                .mapTo(String.class)
                                .list());
    }
}
