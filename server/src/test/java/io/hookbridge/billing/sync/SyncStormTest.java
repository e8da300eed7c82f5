package io.hookbridge.billing.sync;

import static io.hookbridge.billing.Answers.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalRequest;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.stripe.call.StripeLimits;
import io.hookbridge.billing.sync.StripeWorld.Server;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A storm of webhooks at the limits of production. {@code -Dwebhooks=10000 -Dcustomers=1000} makes
 * it as large as one likes.
 */
@Tag("database")
class SyncStormTest {

    private static final int CUSTOMERS = Integer.getInteger("customers", 20);
    private static final int WEBHOOKS = Integer.getInteger("webhooks", 200);
    private static final int THREADS = 4;
    private static final Duration PAUSE = Duration.ofMillis(120);

    @Test
    void a_storm_drains_at_twenty_requests_a_second_and_meanwhile_portals_open() {
        StripeLimits limits = patient(StripeLimits.standard());
        try (StripeWorld world = StripeWorld.begin(limits)) {
            List<Customer> customers =
                    IntStream.range(0, CUSTOMERS).mapToObj(_ -> world.customer()).toList();
            customers.forEach(customer ->
                    world.stripe
                            .test()
                            .events
                            .subscribe(
                                    StripeWorld.subscriptionOf(customer),
                                    customer.externalId(),
                                    "active",
                                    "price_FAKEpro"));
            Server server = world.server();
            assertThat(
                            answer(
                                    world.provider.createPortalSession(
                                            portal(world, customers.getFirst()))))
                    .isInstanceOf(OpenedSession.class);
            for (int i = 0; i < WEBHOOKS; i++) {
                Customer customer = customers.get(i % CUSTOMERS);
                world.stripe
                        .test()
                        .events
                        .change(
                                StripeWorld.subscriptionOf(customer),
                                json -> json.put("status", "active"));
                world.deliver(server, world.lastEvent());
            }
            int before = world.stripe.seen().size();
            long begin = System.nanoTime();
            List<RunUntilStopped> loops = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                loops.add(
                        RunUntilStopped.start(
                                "drain", Duration.ofMillis(20), server.drain()::step));
            }
            int portals = 0;
            while (world.pending() > 0) {
                assertThat(elapsed(begin)).isLessThan(Patience.NEVER.plusSeconds(CUSTOMERS));
                assertThat(
                                answer(
                                        world.provider.createPortalSession(
                                                portal(world, customers.getFirst()))))
                        .isInstanceOf(OpenedSession.class);
                portals++;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            Duration took = elapsed(begin);
            loops.forEach(RunUntilStopped::stop);

            int requests = world.stripe.seen().size() - before - portals;
            assertThat(requests).isEqualTo(2 * CUSTOMERS);
            // Those of the first second may come at once. A pace says how long it takes at least.
            int paced = requests - limits.backgroundPerSecond();
            assertThat(took)
                    .isGreaterThanOrEqualTo(
                            Duration.ofSeconds(1)
                                    .multipliedBy(paced)
                                    .dividedBy(limits.backgroundPerSecond()));
            customers.forEach(customer -> assertThat(world.plan(customer)).isEqualTo("pro active"));
        }
    }

    /** The same pace with time for each call, however busy the machine is. */
    private static StripeLimits patient(StripeLimits limits) {
        return new StripeLimits(
                Patience.LONGEST,
                Patience.LONGEST,
                Patience.LONGEST,
                limits.maxRetries(),
                limits.retryPause(),
                limits.places(),
                limits.callsPerSecond(),
                limits.backgroundPerSecond(),
                limits.failuresToOpen(),
                limits.openFor(),
                limits.preparePause());
    }

    private static PortalRequest portal(StripeWorld world, Customer customer) {
        return new PortalRequest(
                customer,
                Mode.TEST,
                new io.hookbridge.billing.provider.Subscription(
                        StripeWorld.subscriptionOf(customer),
                        "pro",
                        io.hookbridge.billing.provider.SubscriptionStatus.ACTIVE,
                        "active",
                        io.hookbridge.billing.plan.Interval.MONTHLY,
                        false,
                        false,
                        world.clock.instant(),
                        world.clock.instant().plusSeconds(1)),
                "https://app.example.org/billing",
                PortalWish.NONE,
                new Actor(Actor.Kind.OPERATOR, "test"));
    }

    private static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
