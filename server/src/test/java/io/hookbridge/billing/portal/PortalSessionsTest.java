package io.hookbridge.billing.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.CheckoutRequest;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalObstacle;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.ProviderHealth;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.CachedSubscriptions;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.CustomerSync;
import io.hookbridge.billing.sync.Steps;
import io.hookbridge.db.Database;
import io.hookbridge.db.Statements;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.audit.AuditEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What the operation makes of each state of the tenant and each answer of a provider. */
@Tag("database")
class PortalSessionsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");
    private static final Unavailability DOWN =
            new Unavailability(Unavailability.Kind.UNREACHABLE, Duration.ofSeconds(3));

    private final TestDatabase database = TestDatabase.create();
    private final List<AuditEvent> audit = new ArrayList<>();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final InstantSource clock = InstantSource.fixed(NOW);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Uuid7 ids = new Uuid7(clock);
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final Subscriptions subscriptions = new Subscriptions(jdbi, ids, clock);
    private final ChangeWatch changes = new ChangeWatch(jdbi, () -> 0);
    private final TenantId tenant = new Tenants(jdbi, ids, clock).create("Test", OPERATOR).id();
    private final Customer customer = new Customer(tenant, BillingBook.LIVE, "cus_FAKE", false);
    private PortalSessions sessions;

    PortalSessionsTest() {
        sessions = sessions();
    }

    @BeforeEach
    void link() {
        assertThat(subscriptions.link(customer, OPERATOR)).isTrue();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void only_a_first_payment_that_was_never_made_keeps_the_portal_shut(SubscriptionStatus status) {
        subscriptions.save(customer, subscription(status, false, false));

        PortalResult result = open(null);

        if (status == SubscriptionStatus.INCOMPLETE
                || status == SubscriptionStatus.INCOMPLETE_EXPIRED) {
            assertThat(result).isInstanceOf(PortalResult.NoSubscription.class);
            assertThat(provider.asked).isEmpty();
        } else {
            assertThat(result).isInstanceOf(PortalResult.Opened.class);
        }
    }

    @Test
    void the_provider_is_given_our_customer_and_subscription_and_the_checked_url() {
        subscriptions.save(customer, subscription(SubscriptionStatus.PAST_DUE, false, false));

        open(null);

        PortalRequest request = provider.asked.getFirst();
        assertThat(request.customer()).isEqualTo(customer);
        assertThat(request.mode()).isEqualTo(Mode.LIVE);
        assertThat(request.subscription().externalId()).isEqualTo("sub_FAKE");
        assertThat(request.returnUrl()).isEqualTo("https://app.example.com/billing");
    }

    @Test
    void a_customer_that_is_gone_is_marked_never_replaced_and_not_asked_for_again() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        changes.look();
        provider.portal = new Asked.CustomerGone<>();
        provider.state = new Asked.CustomerGone<>();

        assertThat(open(null)).isInstanceOf(PortalResult.NoSubscription.class);
        assertThat(open(null)).isInstanceOf(PortalResult.NoSubscription.class);

        assertThat(provider.asked).hasSize(1);
        assertThat(known().customer().broken()).isTrue();
        assertThat(known().customer().externalId()).isEqualTo("cus_FAKE");
        assertThat(audit).hasSize(2);
    }

    @Test
    void a_subscription_that_is_remembered_costs_no_statement() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        changes.look();
        open(null);

        assertThat(Statements.of(jdbi, () -> open(null))).isZero();

        assertThat(audit).extracting(AuditEvent::outcome).containsExactly("opened", "opened");
    }

    @Test
    void that_there_is_no_subscription_is_never_answered_from_memory() {
        changes.look();
        assertThat(open(null)).isInstanceOf(PortalResult.NoSubscription.class);

        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));

        assertThat(open(null)).isInstanceOf(PortalResult.Opened.class);
    }

    @Test
    void a_flow_is_judged_by_what_the_database_holds_now() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        changes.look();
        open(null);

        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, true, false));

        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
    }

    @Test
    void another_node_hears_of_a_broken_link_with_its_next_look() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        changes.look();
        open(null);

        subscriptions.setBroken(customer, true, OPERATOR);
        changes.look();

        assertThat(open(null)).isInstanceOf(PortalResult.NoSubscription.class);
        assertThat(provider.asked).hasSize(1);
    }

    @Test
    void a_thread_that_must_not_wait_is_used_only_where_memory_knows_everything() throws Exception {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        changes.look();

        assertThat(beginOnLoop(null))
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withCauseInstanceOf(WouldBlockException.class);
        assertThat(audit).isEmpty();
        open(null);
        assertThat(beginOnLoop(null)).succeedsWithin(Duration.ofMinutes(1));
        assertThat(beginOnLoop(PortalFlow.SUBSCRIPTION_CANCEL))
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withCauseInstanceOf(WouldBlockException.class);
        assertThat(audit).hasSize(2);
    }

    private CompletableFuture<PortalResult> beginOnLoop(@Nullable PortalFlow flow) {
        CompletableFuture<PortalResult> begun = new CompletableFuture<>();
        final class Loop extends Thread implements NeverBlocks {
            @Override
            public void run() {
                try {
                    sessions.begin(caller(Mode.LIVE), "req_1", null, new PortalWish(flow, null))
                            .thenAccept(begun::complete);
                } catch (RuntimeException failure) {
                    begun.completeExceptionally(failure);
                }
            }
        }
        new Loop().start();
        return begun;
    }

    @Test
    void an_unavailable_provider_is_told_with_its_wait_and_leaves_the_link_alone() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        provider.portal = new Asked.Unavailable<>(DOWN);

        assertThat(open(null)).isEqualTo(new PortalResult.Unavailable(DOWN));

        assertThat(known().customer().broken()).isFalse();
        assertThat(audit.getFirst().outcome()).isEqualTo("unavailable_unreachable");
    }

    @Test
    void a_missing_subscription_of_a_known_customer_is_fetched_once_and_kept() {
        provider.state =
                new Asked.Got<>(
                        CustomerState.of(
                                Optional.of(
                                        subscription(SubscriptionStatus.ACTIVE, false, false))));

        assertThat(open(null)).isInstanceOf(PortalResult.Opened.class);
        provider.state = new Asked.Unavailable<>(DOWN);
        assertThat(open(null)).isInstanceOf(PortalResult.Opened.class);

        assertThat(known().subscription()).isPresent();
    }

    @Test
    void a_known_customer_without_any_subscription_has_no_portal() {
        provider.state = new Asked.Got<>(new CustomerState(List.of()));

        assertThat(open(null)).isInstanceOf(PortalResult.NoSubscription.class);
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void when_the_provider_cannot_say_whether_there_is_a_subscription_the_answer_is_not_no() {
        provider.state = new Asked.Unavailable<>(DOWN);

        assertThat(open(null)).isEqualTo(new PortalResult.Unavailable(DOWN));
    }

    @Test
    void the_other_mode_sees_nothing_of_it() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));

        assertThat(sessions.open(caller(Mode.TEST), "req_1", null, PortalWish.NONE))
                .isInstanceOf(PortalResult.NoSubscription.class);
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void a_flow_that_would_end_on_an_error_page_is_refused_before_the_provider_is_asked() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, true, false));
        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);

        subscriptions.save(
                customer,
                subscription(SubscriptionStatus.ACTIVE, false, false)
                        .as(
                                "pro",
                                SubscriptionStatus.ACTIVE,
                                new Milestones(null, NOW.plus(Duration.ofDays(90)), null, null)));
        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);

        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, true));
        assertThat(open(PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);

        subscriptions.save(customer, subscription(SubscriptionStatus.CANCELED, false, false));
        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(open(PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(provider.asked).isEmpty();

        assertThat(open(PortalFlow.PAYMENT_METHOD_UPDATE)).isInstanceOf(PortalResult.Opened.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEDULE,         409, 409",
        "SEVERAL_PRODUCTS, 200, 409",
        "INVOICED,         200, 409",
        ",                 200, 200",
    })
    void what_a_portal_cannot_change_is_refused_before_the_provider_is_asked(
            @Nullable PortalObstacle obstacle, int cancel, int update) {
        Subscription plain = subscription(SubscriptionStatus.ACTIVE, false, false);
        subscriptions.save(
                customer,
                new Subscription(
                        plain.externalId(),
                        plain.plan(),
                        plain.status(),
                        plain.rawStatus(),
                        plain.interval(),
                        false,
                        false,
                        obstacle,
                        plain.currentPeriodStart(),
                        plain.currentPeriodEnd(),
                        plain.milestones()));

        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(
                        cancel == 200
                                ? PortalResult.Opened.class
                                : PortalResult.FlowNotAvailable.class);
        assertThat(open(PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(
                        update == 200
                                ? PortalResult.Opened.class
                                : PortalResult.FlowNotAvailable.class);
        assertThat(provider.asked).hasSize((cancel == 200 ? 1 : 0) + (update == 200 ? 1 : 0));
        assertThat(open(PortalFlow.PAYMENT_METHOD_UPDATE)).isInstanceOf(PortalResult.Opened.class);
    }

    @Test
    void a_flow_that_the_provider_refuses_is_no_outage_and_makes_our_row_new() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));
        provider.portal = new Asked.Got<>(new PortalOutcome.FlowRefused());
        provider.state =
                new Asked.Got<>(
                        CustomerState.of(
                                Optional.of(subscription(SubscriptionStatus.ACTIVE, true, false))));

        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(open(PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);

        assertThat(provider.asked).hasSize(1);
        assertThat(audit.getFirst().outcome()).isEqualTo("flow_not_available");
    }

    @Test
    void the_return_url_is_judged_before_anything_about_the_tenant_shows() {
        PortalResult result =
                sessions.open(caller(Mode.TEST), "req_1", "https://evil.example/", PortalWish.NONE);

        assertThat(result).isInstanceOf(PortalResult.ReturnUrlRefused.class);
        assertThat(audit.getFirst().outcome()).isEqualTo("return_url_origin");
        assertThat(audit.getFirst().detail()).isNull();
    }

    @Test
    void no_result_prints_the_url() {
        subscriptions.save(customer, subscription(SubscriptionStatus.ACTIVE, false, false));

        assertThat(open(null).toString()).contains("bps_FAKE").doesNotContain("FAKEurl");
        assertThat(audit.getFirst().toString()).contains("bps_FAKE").doesNotContain("FAKEurl");
    }

    private PortalResult open(@Nullable PortalFlow flow) {
        return sessions.open(caller(Mode.LIVE), "req_1", null, new PortalWish(flow, null));
    }

    private PortalSessions sessions() {
        return new PortalSessions(
                provider,
                subscriptions,
                new CachedSubscriptions(subscriptions, changes),
                new CustomerSync(
                        provider,
                        subscriptions,
                        Plans.shipped(),
                        new BillingAlerts(meters),
                        meters,
                        jdbi,
                        ids,
                        clock,
                        Steps.UNWATCHED),
                ReturnUrlPolicy.of(
                        List.of("https://app.example.com"),
                        _ -> "https://app.example.com/billing",
                        false),
                event -> {
                    audit.add(event);
                    return CompletableFuture.completedStage(null);
                },
                ids,
                clock);
    }

    private BillingRecord known() {
        return subscriptions.find(tenant, BillingBook.LIVE).orElseThrow();
    }

    private Caller caller(Mode mode) {
        return new Caller(
                new Environment(
                        new EnvironmentId(new UUID(0, 1)),
                        new ProjectId(new UUID(0, 1)),
                        tenant,
                        mode),
                EnumSet.allOf(Permission.class),
                new Actor(Actor.Kind.API_KEY, "key_FAKE"));
    }

    private static Subscription subscription(
            SubscriptionStatus status, boolean cancelAtPeriodEnd, boolean metered) {
        return new Subscription(
                "sub_FAKE",
                "pro",
                status,
                status.word(),
                Interval.MONTHLY,
                cancelAtPeriodEnd,
                metered,
                null,
                NOW,
                NOW.plus(Duration.ofDays(30)),
                status == SubscriptionStatus.PAST_DUE
                        ? Milestones.NONE.pastDueSince(NOW)
                        : Milestones.NONE);
    }

    /** A provider that answers what the test says and remembers what it was asked. */
    private static final class ScriptedProvider implements BillingProvider {

        private Asked<PortalOutcome> portal =
                new Asked.Got<>(
                        new OpenedSession(
                                "bps_FAKE", "https://billing.example.com/p/session/FAKEurl"));
        private Asked<CustomerState> state = new Asked.Got<>(new CustomerState(List.of()));
        private final List<PortalRequest> asked = new ArrayList<>();

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public BillingBook bookFor(Mode mode) {
            return BillingBook.of(mode);
        }

        @Override
        public Asked<PortalOutcome> createPortalSession(PortalRequest request) {
            asked.add(request);
            return portal;
        }

        @Override
        public Asked<String> createCustomer(TenantId tenant, Mode mode, Duration budget) {
            throw new AssertionError("not the portal's");
        }

        @Override
        public Asked<CheckoutOutcome> createCheckoutSession(CheckoutRequest request) {
            throw new AssertionError("not the portal's");
        }

        @Override
        public Asked<InvoiceOutcome> listInvoices(InvoiceQuery query) {
            throw new AssertionError("not the portal's");
        }

        @Override
        public Asked<CustomerState> fetchCustomerState(
                Mode mode, String externalCustomerId, Duration budget) {
            return state;
        }

        @Override
        public ProviderHealth health() {
            return new ProviderHealth(true, Map.of());
        }
    }
}
