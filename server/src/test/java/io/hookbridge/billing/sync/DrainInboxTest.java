package io.hookbridge.billing.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.stripe.webhook.WebhookIntake.Receipt;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

@Tag("database")
class DrainInboxTest {

    private static final String LIST = "GET /v1/subscriptions";

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void many_events_of_a_customer_in_any_order_and_twice_are_one_fetch() {
        Customer customer = world.subscriber();
        List<ObjectNode> events = new ArrayList<>();
        for (String status : List.of("past_due", "active", "past_due", "unpaid")) {
            world.status(customer, status);
            events.add(world.lastEvent());
        }
        for (ObjectNode event : events.reversed()) {
            assertThat(world.deliver(server, event)).isEqualTo(Receipt.KEPT);
            assertThat(world.deliver(server, event)).isEqualTo(Receipt.KNOWN);
        }
        int before = world.stripe.seen(LIST).size();
        server.drain().step();
        assertThat(world.stripe.seen(LIST)).hasSize(before + 1);
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");
        assertThat(world.pending()).isZero();
    }

    @Test
    void an_event_that_comes_during_the_fetch_is_not_covered_by_it() {
        Customer customer = world.subscriber();
        AtomicBoolean once = new AtomicBoolean();
        Server slow =
                world.server(
                        Steps.UNWATCHED,
                        provider ->
                                new Interposed(
                                        provider,
                                        _ -> {
                                            if (once.compareAndSet(false, true)) {
                                                world.status(customer, "unpaid");
                                                world.deliver(server, world.lastEvent());
                                            }
                                        }));
        world.status(customer, "past_due");
        world.deliver(server, world.lastEvent());
        int before = world.stripe.seen(LIST).size();
        slow.drain().step();
        assertThat(world.stripe.seen(LIST)).hasSize(before + 2);
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");
        assertThat(world.pending()).isZero();
    }

    @Test
    void while_stripe_is_away_events_stay_and_the_waits_grow_up_to_ten_minutes() {
        Customer customer = world.subscriber();
        world.status(customer, "past_due");
        world.deliver(server, world.lastEvent());
        world.stripe.fail(LIST, Fault.SERVER_ERROR);
        int before = world.stripe.seen(LIST).size();
        int seconds = 0;
        List<Integer> tries = new ArrayList<>();
        int seen = before;
        while (seconds < 4_000) {
            server.drain().step();
            if (world.stripe.seen(LIST).size() > seen) {
                seen = world.stripe.seen(LIST).size();
                tries.add(seconds);
            }
            world.later(Duration.ofSeconds(1));
            seconds++;
        }
        assertThat(tries.get(1) - tries.get(0)).isBetween(1, 3);
        assertThat(tries.get(4) - tries.get(3)).isBetween(8, 10);
        assertThat(tries.getLast() - tries.get(tries.size() - 2)).isBetween(600, 662);
        assertThat(world.pending()).isEqualTo(1);

        world.stripe.heal();
        world.later(Duration.ofMinutes(12));
        server.drain().step();
        assertThat(world.plan(customer)).isEqualTo("pro past_due");
        assertThat(world.pending()).isZero();
    }

    @Test
    void one_customer_that_cannot_be_fetched_does_not_hold_up_the_others() {
        Customer sick = world.subscriber();
        Customer well = world.subscriber();
        world.stripe.fail("GET /v1/customers/" + sick.externalId(), Fault.SERVER_ERROR);
        for (Customer customer : List.of(sick, well)) {
            world.status(customer, "past_due");
            world.deliver(server, world.lastEvent());
        }
        server.drain().step();
        server.drain().step();
        assertThat(world.plan(sick)).isEqualTo("pro active");
        assertThat(world.plan(well)).isEqualTo("pro past_due");
    }

    @Test
    void people_who_wait_in_vain_do_not_put_off_the_fetch_for_an_event() {
        Customer customer = world.subscriber();
        world.stripe.fail(LIST, Fault.SERVER_ERROR, 10);
        for (int i = 0; i < 10; i++) {
            assertThat(server.sync().now(customer, Trigger.RETURN, Duration.ofSeconds(2)))
                    .isInstanceOf(SyncOutcome.Unavailable.class);
        }
        world.status(customer, "past_due");
        world.deliver(server, world.lastEvent());
        server.drain().step();
        assertThat(world.plan(customer)).isEqualTo("pro past_due");
    }

    @Test
    void what_was_pending_when_the_process_ended_is_done_by_the_next_one() {
        Customer customer = world.subscriber();
        world.status(customer, "unpaid");
        world.deliver(server, world.lastEvent());
        for (String point : List.of("sync claimed", "sync fetched", "sync commits")) {
            Server dying =
                    world.server(
                            reached -> {
                                if (reached.equals(point)) {
                                    throw new ProcessEnded();
                                }
                            },
                            provider -> provider);
            ProcessEnded.expectIn(() -> dying.drain().step());
            assertThat(world.pending()).isEqualTo(1);
            assertThat(world.plan(customer)).isEqualTo("pro active");
            world.later(Duration.ofMinutes(2));
        }
        world.server().drain().step();
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");
        assertThat(world.pending()).isZero();
    }

    @Test
    void events_of_customers_that_are_not_ours_wait_a_minute_and_are_done() {
        world.stripe.test().addCustomer("cus_FAKEforeign");
        world.stripe
                .test()
                .events
                .subscribe("sub_FAKEforeign", "cus_FAKEforeign", "active", "price_FAKEpro");
        world.deliver(server, world.lastEvent());
        server.drain().step();
        assertThat(world.pending()).isEqualTo(1);
        world.later(Duration.ofSeconds(61));
        server.drain().step();
        assertThat(world.pending()).isZero();
        assertThat(world.stripe.seen(LIST)).isEmpty();
    }

    @Test
    void one_server_drains_at_a_time_and_another_follows_when_it_ends() {
        Customer customer = world.subscriber();
        Server other = world.server();
        server.drain().step();
        world.status(customer, "past_due");
        world.deliver(other, world.lastEvent());
        other.drain().step();
        assertThat(world.pending()).isEqualTo(1);
        world.later(Duration.ofSeconds(31));
        other.drain().step();
        assertThat(world.pending()).isZero();
    }

    @Test
    void events_that_were_done_with_are_forgotten_after_the_time_in_which_they_are_repeated() {
        Customer customer = world.subscriber();
        world.status(customer, "past_due");
        world.deliver(server, world.lastEvent());
        server.drain().step();
        world.later(Duration.ofDays(39));
        assertThat(server.inbox().forgetOld()).isZero();
        world.later(Duration.ofDays(2));
        assertThat(server.inbox().forgetOld()).isEqualTo(1);
    }
}
