package io.hookbridge.billing.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@Tag("database")
class RefreshTenantTest {

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void somebody_who_is_back_before_the_event_sees_the_new_state_and_the_event_finds_it_done() {
        Customer customer = world.subscriber();
        world.status(customer, "canceled");
        world.deliver(server, world.lastEvent());
        assertThat(refresh(customer)).isTrue();
        assertThat(world.plan(customer)).isEqualTo("pro canceled");
        assertThat(world.pending()).isZero();
    }

    @Test
    void a_refresh_does_not_wait_for_a_background_fetch_that_is_under_way() {
        Customer customer = world.subscriber();
        Server slow =
                world.server(
                        Steps.UNWATCHED,
                        provider ->
                                new Interposed(
                                        provider,
                                        _ -> {
                                            world.status(customer, "unpaid");
                                            assertThat(refresh(customer)).isTrue();
                                        }));
        world.status(customer, "past_due");
        world.deliver(server, world.lastEvent());
        slow.drain().step();
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");
    }

    @Test
    void ten_a_minute_are_asked_and_the_rest_is_told_that_it_may_be_late() {
        Customer customer = world.subscriber();
        for (int i = 0; i < 3; i++) {
            assertThat(refresh(customer)).isTrue();
        }
        int before = world.stripe.seen().size();
        assertThat(refresh(customer)).isFalse();
        assertThat(world.stripe.seen()).hasSize(before);
        world.later(Duration.ofSeconds(6));
        assertThat(refresh(customer)).isTrue();
        assertThat(refresh(world.subscriber())).isTrue();
    }

    @Test
    void while_stripe_is_away_the_answer_is_no_and_the_rows_stay() {
        Customer customer = world.subscriber();
        world.stripe.fail("GET /v1/subscriptions", Fault.SERVER_ERROR);
        assertThat(refresh(customer)).isFalse();
        assertThat(world.plan(customer)).isEqualTo("pro active");
    }

    @Test
    void a_tenant_that_is_no_customer_has_nothing_to_refresh() {
        assertThat(server.refresh().refresh(world.subscriber().tenant(), Mode.LIVE)).isTrue();
    }

    private boolean refresh(Customer customer) {
        return server.refresh().refresh(customer.tenant(), Mode.TEST);
    }
}
