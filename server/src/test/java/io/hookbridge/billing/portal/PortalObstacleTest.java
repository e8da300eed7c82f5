package io.hookbridge.billing.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.ProjectId;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.subscription.CachedSubscriptions;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.db.cache.ChangeWatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.node.ObjectNode;

import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What Stripe's portal cannot do with a subscription, from Stripe's object to our answer. */
@Tag("database")
class PortalObstacleTest {

    private static final String CREATE = "POST /v1/billing_portal/sessions";

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();
    private final PortalSessions sessions =
            new PortalSessions(
                    world.provider,
                    world.subscriptions,
                    new CachedSubscriptions(
                            world.subscriptions, new ChangeWatch(world.jdbi(), () -> 0)),
                    server.sync(),
                    ReturnUrlPolicy.of(
                            List.of("https://app.example.com"),
                            _ -> "https://app.example.com/billing",
                            false),
                    _ -> CompletableFuture.completedStage(null),
                    world.ids,
                    world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "schedule,          sub_sched_FAKE1, false",
        "collection_method, send_invoice,    true",
    })
    void a_flow_that_leads_nowhere_is_refused_before_stripe_is_asked(
            String member, String value, boolean cancels) {
        Customer customer = world.subscriber();
        change(customer, json -> json.put(member, value));

        assertThat(open(customer, PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(open(customer, PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(
                        cancels ? PortalResult.Opened.class : PortalResult.FlowNotAvailable.class);
        assertThat(world.stripe.seen(CREATE)).hasSize(cancels ? 1 : 0);
    }

    @Test
    void two_products_can_be_ended_and_not_changed() {
        world.stripe.test().addPrice("price_FAKEadd", "prod_FAKEadd", "addon", "month", "licensed");
        Customer customer = world.subscriber("price_FAKEpro", "price_FAKEadd");

        assertThat(open(customer, PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(world.stripe.seen(CREATE)).isEmpty();
        assertThat(open(customer, PortalFlow.SUBSCRIPTION_CANCEL))
                .isInstanceOf(PortalResult.Opened.class);
    }

    @Test
    void what_our_row_does_not_know_yet_is_told_by_stripe_and_known_from_then_on() {
        Customer customer = world.subscriber();
        world.stripe
                .test()
                .changeSubscription(
                        StripeWorld.subscriptionOf(customer),
                        json -> json.put("schedule", "sub_sched_FAKE1"));

        assertThat(open(customer, PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(open(customer, PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.FlowNotAvailable.class);
        assertThat(world.stripe.seen(CREATE)).hasSize(1);

        change(customer, json -> json.putNull("schedule"));
        assertThat(open(customer, PortalFlow.SUBSCRIPTION_UPDATE))
                .isInstanceOf(PortalResult.Opened.class);
    }

    private void change(Customer customer, Consumer<ObjectNode> change) {
        world.stripe.test().events.change(StripeWorld.subscriptionOf(customer), change);
        server.sync().now(customer, Trigger.OPERATOR, Patience.NEVER);
    }

    private PortalResult open(Customer customer, PortalFlow flow) {
        Caller caller =
                new Caller(
                        new Environment(
                                new EnvironmentId(new UUID(0, 2)),
                                new ProjectId(new UUID(0, 1)),
                                customer.tenant(),
                                Mode.TEST),
                        EnumSet.allOf(Permission.class),
                        StripeWorld.OPERATOR);
        return sessions.open(caller, "req_1", null, new PortalWish(flow, null));
    }
}
