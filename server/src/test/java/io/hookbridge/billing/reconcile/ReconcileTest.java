package io.hookbridge.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.reconcile.ReconcileRun.State;
import io.hookbridge.billing.status.BillingStatus;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.ProcessEnded;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

@Tag("database")
class ReconcileTest {

    private static final BillingBook BOOK = StripeWorld.BOOK;
    private static final String LIST = "GET /v1/subscriptions";

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void what_no_event_told_is_found_in_the_night() {
        List<Customer> customers = subscribers(30);
        run(server);
        world.status(customers.get(3), "past_due");
        world.status(customers.get(28), "canceled");
        world.later(Duration.ofDays(1));
        run(server);
        assertThat(world.plan(customers.get(3))).isEqualTo("pro past_due");
        assertThat(world.plan(customers.get(28))).isEqualTo("pro canceled");
        assertThat(server.reconcile().nightly(BOOK).orElseThrow().checked()).isEqualTo(30);
    }

    @Test
    void each_hour_only_those_are_asked_for_whose_state_passes() {
        List<Customer> customers = subscribers(4);
        world.status(customers.get(0), "past_due");
        world.status(customers.get(1), "trialing");
        // Away from the night.
        world.later(Duration.ofHours(2));
        run(server);
        int before = world.stripe.seen(LIST).size();
        world.status(customers.get(0), "active");
        world.later(Duration.ofMinutes(61));
        run(server);
        assertThat(world.stripe.seen(LIST)).hasSize(before + 2);
        assertThat(world.plan(customers.get(0))).isEqualTo("pro active");
        run(server);
        assertThat(world.stripe.seen(LIST)).hasSize(before + 2);
    }

    @Test
    void each_hour_those_are_asked_for_whose_set_end_has_passed() {
        Customer customer = subscribers(1).getFirst();
        world.later(Duration.ofHours(2));
        String id = StripeWorld.subscriptionOf(customer);
        long end = world.clock.instant().plus(Duration.ofMinutes(90)).getEpochSecond();
        world.stripe.test().changeSubscription(id, json -> json.put("cancel_at", end));
        run(server);
        world.status(customer, "canceled");
        world.later(Duration.ofMinutes(61));
        run(server);
        assertThat(world.plan(customer)).isEqualTo("pro active");
        world.later(Duration.ofMinutes(61));
        run(server);
        assertThat(world.plan(customer)).isEqualTo("pro canceled");
    }

    @Test
    void a_run_that_would_take_access_from_many_takes_it_from_nobody_until_an_operator_says_so() {
        List<Customer> customers = subscribers(30);
        run(server);
        customers.subList(0, 4).forEach(customer -> world.status(customer, "canceled"));
        world.status(customers.get(20), "past_due");
        world.later(Duration.ofDays(1));
        run(server);
        assertThat(server.reconcile().nightly(BOOK).orElseThrow().state()).isEqualTo(State.BRAKED);
        assertThat(customers.subList(0, 4))
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro active"));
        assertThat(world.alerts(BillingAlerts.Kind.MASS_CHANGE)).isEqualTo(1);
        assertThat(new BillingStatus(world.jdbi(), world.clock).facts(BOOK))
                .containsEntry("reconcile_brake", "on")
                .containsEntry("reconcile_losses", 4);

        int before = world.stripe.seen().size();
        world.later(Duration.ofDays(1));
        run(server);
        assertThat(world.stripe.seen()).hasSize(before);

        assertThat(server.reconcile().accept(BOOK, StripeWorld.OPERATOR)).isEqualTo(1);
        assertThat(server.reconcile().accept(BOOK, StripeWorld.OPERATOR)).isZero();
        assertThat(
                        world.number(
                                "SELECT count(*) FROM audit_event WHERE action = 'reconcile.accepted'"))
                .isEqualTo(1);
        run(server);
        assertThat(customers.subList(0, 4))
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro canceled"));
        assertThat(world.plan(customers.get(20))).isEqualTo("pro past_due");
        assertThat(new BillingStatus(world.jdbi(), world.clock).facts(BOOK))
                .containsEntry("reconcile_brake", "off")
                .containsEntry("reconcile_losses", 0);
    }

    @Test
    void a_damaged_account_that_is_repaired_before_the_brake_is_lifted_costs_nobody_anything() {
        List<Customer> customers = subscribers(10);
        run(server);
        customers.forEach(customer -> world.status(customer, "canceled"));
        world.later(Duration.ofDays(1));
        run(server);
        customers.forEach(customer -> world.status(customer, "active"));
        server.reconcile().accept(BOOK, StripeWorld.OPERATOR);
        run(server);
        assertThat(customers)
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro active"));
        assertThat(world.number("SELECT count(*) FROM audit_event WHERE detail LIKE '%canceled'"))
                .isZero();
    }

    @Test
    void a_few_departures_are_ordinary() {
        List<Customer> customers = subscribers(5);
        run(server);
        customers.subList(0, 3).forEach(customer -> world.status(customer, "canceled"));
        world.later(Duration.ofDays(1));
        run(server);
        assertThat(customers.subList(0, 3))
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro canceled"));
    }

    @Test
    void customers_that_are_gone_count_as_losses() {
        List<Customer> customers = subscribers(6);
        run(server);
        customers.forEach(
                customer -> world.stripe.test().events.deleteCustomer(customer.externalId()));
        world.later(Duration.ofDays(1));
        run(server);
        assertThat(server.reconcile().nightly(BOOK).orElseThrow().state()).isEqualTo(State.BRAKED);
        assertThat(customers)
                .allSatisfy(customer ->
                        assertThat(world.stored(customer).customer().broken()).isFalse());
    }

    @Test
    void a_run_goes_on_where_the_process_ended() {
        List<Customer> customers = subscribers(60);
        customers.subList(0, 2).forEach(customer -> world.status(customer, "canceled"));
        int[] batches = {0};
        Server dying =
                world.server(
                        point -> {
                            if (point.equals("reconcile advanced") && ++batches[0] == 2) {
                                throw new ProcessEnded();
                            }
                        },
                        provider -> provider);
        int before = world.stripe.seen(LIST).size();
        try {
            run(dying);
        } catch (ProcessEnded planned) {
            batches[0] = -1;
        }
        assertThat(batches[0]).isEqualTo(-1);
        assertThat(world.stripe.seen(LIST)).hasSize(before + 50);
        run(world.server());
        // Ten more, and the two losses once more.
        assertThat(world.stripe.seen(LIST)).hasSize(before + 62);
        assertThat(world.plan(customers.get(1))).isEqualTo("pro canceled");
    }

    @Test
    void who_is_slower_at_a_run_does_not_take_it_back() {
        subscribers(3);
        boolean[] slow = {false};
        Server slower =
                world.server(
                        point -> {
                            if (point.equals("reconcile looked") && !slow[0]) {
                                slow[0] = true;
                                run(server);
                            }
                        },
                        provider -> provider);
        slower.reconcile().step(BOOK);
        ReconcileRun run = server.reconcile().nightly(BOOK).orElseThrow();
        assertThat(run.state()).isEqualTo(State.DONE);
        assertThat(run.checked()).isEqualTo(3);
    }

    @Test
    void an_outage_stops_the_run_where_it_is() {
        List<Customer> customers = subscribers(12);
        customers.forEach(customer -> world.status(customer, "past_due"));
        world.stripe.fail(LIST, Fault.SERVER_ERROR);
        run(server);
        assertThat(server.reconcile().nightly(BOOK).orElseThrow().state())
                .isEqualTo(State.SCANNING);
        world.stripe.heal();
        run(server);
        assertThat(customers)
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro past_due"));
    }

    @Test
    void a_proxy_that_answers_in_the_place_of_stripe_stops_the_run_where_it_is() {
        List<Customer> customers = subscribers(10);
        run(server);
        customers.subList(0, 5).forEach(customer -> world.status(customer, "canceled"));
        world.later(Duration.ofDays(1));
        run(server);
        server.reconcile().accept(BOOK, StripeWorld.OPERATOR);
        server.reconcile().step(BOOK);
        world.stripe.fail(LIST, Fault.HTML_200);
        run(server);

        assertThat(nightly().state()).isEqualTo(State.SETTLING);
        assertThat(failed()).isZero();
        world.stripe.heal();
        run(server);
        assertThat(nightly().state()).isEqualTo(State.DONE);
        assertThat(world.alerts(BillingAlerts.Kind.RECONCILE_INCOMPLETE)).isZero();
    }

    @Test
    void that_somebody_else_asks_about_a_customer_does_not_show_that_anybody_is_answered() {
        List<Customer> customers = subscribers(3);
        world.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE customer_sync SET claim = taken, claimed_until = ? WHERE tenant_id <> ?",
                                world.clock.instant().plus(Duration.ofHours(1)),
                                customers.getFirst().tenant().value()));
        world.stripe.fail(LIST, Fault.SERVER_ERROR);

        server.reconcile().step(BOOK);

        assertThat(nightly().state()).isEqualTo(State.SCANNING);
        assertThat(nightly().checked()).isZero();
        assertThat(failed()).isZero();
    }

    private int failed() {
        return world.number("SELECT count(*) FROM billing_reconcile_item WHERE what = 'failed'");
    }

    @Test
    void one_customer_that_cannot_be_fetched_is_tried_again_and_then_told_of() {
        List<Customer> customers = subscribers(3);
        customers.forEach(customer -> world.status(customer, "past_due"));
        world.stripe.fail("GET /v1/customers/" + customers.get(1).externalId(), Fault.EMPTY_200);
        run(server);
        assertThat(server.reconcile().nightly(BOOK).orElseThrow().state()).isEqualTo(State.DONE);
        assertThat(world.plan(customers.get(0))).isEqualTo("pro past_due");
        assertThat(world.plan(customers.get(1))).isEqualTo("pro active");
        assertThat(world.plan(customers.get(2))).isEqualTo("pro past_due");
        assertThat(world.alerts(BillingAlerts.Kind.RECONCILE_INCOMPLETE)).isPositive();
    }

    @Test
    void an_outage_while_a_run_settles_costs_no_tries_and_leaves_what_an_operator_accepted() {
        List<Customer> customers = subscribers(10);
        run(server);
        customers.subList(0, 5).forEach(customer -> world.status(customer, "canceled"));
        world.later(Duration.ofDays(1));
        run(server);
        server.reconcile().accept(BOOK, StripeWorld.OPERATOR);
        server.reconcile().step(BOOK);
        assertThat(nightly().state()).isEqualTo(State.SETTLING);

        world.stripe.fail(LIST, Fault.SERVER_ERROR);
        for (int i = 0; i < 4; i++) {
            run(server);
        }

        assertThat(nightly().state()).isEqualTo(State.SETTLING);
        assertThat(nightly().accepted()).isTrue();
        world.stripe.heal();
        run(server);
        assertThat(nightly().state()).isEqualTo(State.DONE);
        assertThat(customers.subList(0, 5))
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro canceled"));
        assertThat(world.alerts(BillingAlerts.Kind.RECONCILE_INCOMPLETE)).isZero();
    }

    @Test
    void an_outage_before_those_that_failed_are_tried_again_costs_no_tries() {
        List<Customer> customers = subscribers(4);
        customers.forEach(customer -> world.status(customer, "past_due"));
        world.stripe.fail("GET /v1/customers/" + customers.get(1).externalId(), Fault.SERVER_ERROR);
        server.reconcile().step(BOOK);
        assertThat(nightly().state()).isEqualTo(State.SETTLING);

        world.stripe.fail(LIST, Fault.SERVER_ERROR);
        run(server);
        run(server);

        assertThat(nightly().state()).isEqualTo(State.SETTLING);
        world.stripe.heal();
        run(server);
        assertThat(nightly().state()).isEqualTo(State.DONE);
        assertThat(world.plan(customers.get(1))).isEqualTo("pro past_due");
        assertThat(world.alerts(BillingAlerts.Kind.RECONCILE_INCOMPLETE)).isZero();
    }

    @Test
    void some_customers_that_stripe_cannot_serve_while_it_serves_others_do_not_hold_up_the_run() {
        List<Customer> customers = subscribers(8);
        customers.forEach(customer -> {
            world.later(Duration.ofSeconds(1));
            server.sync().now(customer, Trigger.OPERATOR, Patience.NEVER);
            world.status(customer, "past_due");
        });
        List<Customer> sick =
                List.of(customers.get(1), customers.get(2), customers.get(3), customers.get(6));
        sick.forEach(customer ->
                world.stripe.fail(
                        "GET /v1/customers/" + customer.externalId(), Fault.SERVER_ERROR));
        run(server);
        assertThat(nightly().state()).isEqualTo(State.DONE);
        assertThat(customers.stream().filter(customer -> !sick.contains(customer)))
                .allSatisfy(customer -> assertThat(world.plan(customer)).isEqualTo("pro past_due"));
        assertThat(world.alerts(BillingAlerts.Kind.RECONCILE_INCOMPLETE)).isEqualTo(1);
    }

    @Test
    void a_mode_whose_list_of_events_cannot_be_read_does_not_keep_the_other_from_being_read() {
        Customer customer = world.subscriber();
        world.status(customer, "unpaid");
        // There is no key for it.
        server.missedEvents().step(io.hookbridge.base.Mode.LIVE);
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.pending()).isPositive();
    }

    private ReconcileRun nightly() {
        return server.reconcile().nightly(BOOK).orElseThrow();
    }

    @Test
    void events_that_never_came_are_read_from_the_list() {
        Customer customer = world.subscriber();
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        server.drain().step();
        world.later(Duration.ofMinutes(30));
        for (int i = 0; i < 70; i++) {
            world.status(customer, i % 2 == 0 ? "past_due" : "unpaid");
        }
        world.later(Duration.ofMinutes(31));
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.pending()).isEqualTo(70);
        server.drain().step();
        assertThat(world.plan(customer)).isEqualTo("pro unpaid");
        int before = world.stripe.seen("GET /v1/events").size();
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.stripe.seen("GET /v1/events")).hasSize(before);
    }

    @Test
    void a_list_that_could_not_be_read_is_read_again_and_one_that_is_too_old_is_told_of() {
        Customer customer = world.subscriber();
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        server.drain().step();
        world.status(customer, "unpaid");
        world.later(Duration.ofDays(2));
        world.stripe.fail("GET /v1/events", Fault.SERVER_ERROR, 1);
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.pending()).isZero();
        world.later(Duration.ofMinutes(2));
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.pending()).isPositive();
        assertThat(world.alerts(BillingAlerts.Kind.EVENTS_MISSED)).isZero();
        world.later(Duration.ofDays(31));
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.alerts(BillingAlerts.Kind.EVENTS_MISSED)).isEqualTo(1);
    }

    @Test
    void a_list_that_cannot_be_read_at_all_is_not_told_of_as_one_that_is_too_old() {
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        world.stripe.fail("GET /v1/events", Fault.FORBIDDEN);
        world.later(Duration.ofDays(31));
        for (int i = 0; i < 3; i++) {
            server.missedEvents().step(io.hookbridge.base.Mode.TEST);
            world.later(Duration.ofMinutes(2));
        }
        assertThat(world.alerts(BillingAlerts.Kind.EVENTS_MISSED)).isZero();
        world.stripe.heal();
        server.missedEvents().step(io.hookbridge.base.Mode.TEST);
        assertThat(world.alerts(BillingAlerts.Kind.EVENTS_MISSED)).isEqualTo(1);
    }

    private List<Customer> subscribers(int count) {
        return IntStream.range(0, count).mapToObj(_ -> world.subscriber()).toList();
    }

    /** So many steps that whatever can be done is done. */
    private static void run(Server server) {
        for (int i = 0; i < 40; i++) {
            server.reconcile().step(BOOK);
        }
    }
}
