package io.hookbridge.billing.overage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.ScriptedProvider;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OverageReport;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.status.BillingStatus;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.CustomerSync;
import io.hookbridge.billing.sync.ProcessEnded;
import io.hookbridge.billing.sync.Steps;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.DoubleMeters.Usage;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

@Tag("database")
class ReportOverageTest {

    private static final String SEND = "POST /v1/billing/meter_events";
    private static final String METERS = "GET /v1/billing/meters";

    private final StripeWorld world = StripeWorld.begin();
    private final Server server = world.server();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void an_hour_that_is_over_is_reported_once_with_a_stable_identifier() {
        Customer customer = metered();
        Instant hour = hour();
        count(customer, hour, 40);
        world.later(Duration.ofHours(1));
        server.overage().step();
        assertThat(world.stripe.test().meters.usages()).isEmpty();
        world.later(Duration.ofMinutes(10));
        server.overage().step();
        server.overage().step();
        assertThat(world.stripe.test().meters.usages()).hasSize(1);
        Usage usage = world.stripe.test().meters.usages().getFirst();
        assertThat(usage.customer()).isEqualTo(customer.externalId());
        assertThat(usage.value()).isEqualTo(40);
        assertThat(usage.timestamp()).isEqualTo(hour);
        assertThat(usage.identifier()).isEqualTo("ovg:" + customer.tenant() + ":" + hour);
        assertThat(usage.identifier().length()).isLessThanOrEqualTo(100);
        assertThat(state()).isEqualTo("confirmed");
    }

    @Test
    void only_subscriptions_that_are_billed_by_usage_are_reported_and_only_since_they_are() {
        Customer plain = world.subscriber();
        count(plain, hour(), 40);
        Customer late = world.subscriber();
        count(late, hour(), 7);
        world.later(Duration.ofHours(3));
        server.overage().step();
        assertThat(world.stripe.test().meters.usages()).isEmpty();

        world.stripe
                .test()
                .events
                .subscribe(
                        "sub_FAKEmetered",
                        late.externalId(),
                        "active",
                        "price_FAKEpro",
                        "price_FAKEover");
        beginNow("sub_FAKEmetered");
        synced(late);
        count(late, hour(), 9);
        world.later(Duration.ofHours(3));
        world.server().overage().step();
        // The lease is the first server's for half a minute only.
        assertThat(world.stripe.test().meters.usages())
                .extracting(Usage::value)
                .containsExactly(9L);
    }

    @Test
    void
            overage_of_an_hour_is_reported_although_the_subscription_was_cancelled_before_the_report() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(50));
        world.status(customer, "canceled");
        synced(customer);
        count(customer, hour().plus(Duration.ofHours(1)), 3);
        world.later(Duration.ofHours(3));

        server.overage().step();

        assertThat(world.stripe.test().meters.usages())
                .extracting(Usage::value)
                .containsExactly(40L);
        assertThat(state()).isEqualTo("ended");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_ENDED)).isEqualTo(1);
        assertThat(audited()).containsExactly("ended 40 messages");
        assertThat(needsAPerson()).isEqualTo(1);
        server.overage().step();
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_ENDED)).isEqualTo(1);
    }

    @Test
    void overage_of_an_hour_is_reported_although_usage_is_billed_no_more_since() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(50));
        world.status(customer, "canceled");
        world.stripe
                .test()
                .events
                .subscribe("sub_FAKEplain", customer.externalId(), "active", "price_FAKEpro");
        synced(customer);
        world.later(Duration.ofHours(3));

        server.overage().step();

        assertThat(world.plan(customer)).isEqualTo("pro active");
        assertThat(world.stripe.test().meters.usages())
                .extracting(Usage::value)
                .containsExactly(40L);
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_ENDED)).isEqualTo(1);
    }

    @Test
    void a_renewal_or_a_change_that_keeps_the_usage_price_ends_nothing() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.status(customer, "past_due");
        synced(customer);
        world.status(customer, "active");
        synced(customer);
        world.later(Duration.ofHours(2));

        server.overage().step();

        assertThat(state()).isEqualTo("confirmed");
        assertThat(needsAPerson()).isZero();
        assertThat(world.number("SELECT count(*) FROM metered_span")).isEqualTo(1);
    }

    @Test
    void overage_of_a_customer_that_is_gone_is_held_and_told_once_and_goes_on_after_the_repair() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.jdbi()
                .useHandle(handle -> handle.execute("UPDATE billing_customer SET broken = true"));
        world.later(Duration.ofHours(2));

        server.overage().step();
        world.later(Duration.ofHours(2));
        server.overage().step();

        assertThat(world.stripe.test().meters.usages()).isEmpty();
        assertThat(state()).isEqualTo("held");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_HELD)).isEqualTo(1);
        assertThat(audited()).containsExactly("held 40 messages");
        assertThat(needsAPerson()).isEqualTo(1);

        world.jdbi()
                .useHandle(handle -> handle.execute("UPDATE billing_customer SET broken = false"));
        world.later(Duration.ofHours(2));
        server.overage().step();
        assertThat(state()).isEqualTo("confirmed");
        assertThat(needsAPerson()).isZero();
    }

    @Test
    void overage_that_is_held_for_too_long_is_told_of_again() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.jdbi()
                .useHandle(handle -> handle.execute("UPDATE billing_customer SET broken = true"));
        world.later(Duration.ofHours(2));
        server.overage().step();
        world.later(Duration.ofDays(35));
        server.overage().step();

        assertThat(state()).isEqualTo("expired");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_EXPIRED)).isEqualTo(1);
    }

    @Test
    void after_another_customer_was_linked_each_hour_is_billed_once_or_left_to_a_person() {
        Customer former = metered();
        count(former, hour(), 40);
        world.later(Duration.ofHours(1));
        world.stripe.test().events.deleteCustomer(former.externalId());
        Customer next = new Customer(former.tenant(), StripeWorld.BOOK, "cus_FAKEnext", false);
        world.stripe.test().addCustomer(next.externalId());
        world.stripe
                .test()
                .events
                .subscribe(
                        "sub_FAKEnext",
                        next.externalId(),
                        "active",
                        "price_FAKEpro",
                        "price_FAKEover");
        beginNow("sub_FAKEnext");
        assertThat(world.subscriptions.replaceLink(former, next, StripeWorld.OPERATOR)).isTrue();
        synced(next);
        count(next, hour(), 9);
        world.later(Duration.ofHours(2));

        server.overage().step();
        world.later(Duration.ofHours(2));
        server.overage().step();

        assertThat(world.stripe.test().meters.usages())
                .extracting(usage -> usage.customer() + " " + usage.value())
                .containsExactly("cus_FAKEnext 9");
        assertThat(state(next)).isEqualTo("confirmed");
        assertThat(state(former)).isEqualTo("held");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_HELD)).isEqualTo(1);
        assertThat(audited()).containsExactly("held 40 messages");
        assertThat(needsAPerson()).isEqualTo(1);
    }

    /** Lets the period of a subscription begin at this moment. */
    private void beginNow(String subscription) {
        long now = world.clock.instant().getEpochSecond();
        world.stripe
                .test()
                .changeSubscription(
                        subscription,
                        json ->
                                json.at("/items/data")
                                        .forEach(item ->
                                                ((tools.jackson.databind.node.ObjectNode) item)
                                                        .put("current_period_start", now)));
    }

    private void synced(Customer customer) {
        server.sync().now(customer, CustomerSync.Trigger.OPERATOR, Patience.NEVER);
    }

    private List<String> audited() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT outcome || ' ' || detail
                                          FROM audit_event
                                         WHERE action = 'overage.left_to_a_person'
                                         ORDER BY id
                                        """)
                                .mapTo(String.class)
                                .list());
    }

    private int needsAPerson() {
        return new BillingStatus(world.jdbi(), world.clock).of(StripeWorld.BOOK).overageFailed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overage opened", "overage chosen", "overage noted", "overage sent"})
    void a_process_that_ends_anywhere_on_the_way_neither_loses_nor_doubles_a_report(String point) {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        Server dying =
                world.server(
                        reached -> {
                            if (reached.equals(point)) {
                                throw new ProcessEnded();
                            }
                        },
                        provider -> provider);
        boolean ended = false;
        try {
            dying.overage().step();
        } catch (ProcessEnded planned) {
            ended = true;
        }
        assertThat(ended).isTrue();
        world.later(Duration.ofHours(2));
        world.stripe.test().forgetIdempotencyKeys();
        world.server().overage().step();
        assertThat(world.stripe.test().meters.usages())
                .extracting(Usage::value)
                .containsExactly(40L);
        assertThat(state()).isEqualTo("confirmed");
    }

    @Test
    void after_a_day_the_meter_is_asked_before_anything_is_sent_again() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        // It arrives, and the answer does not.
        world.stripe.fail(SEND, Fault.HALF_BODY, 1);
        server.overage().step();
        assertThat(state()).isEqualTo("sent");
        world.later(Duration.ofHours(25));
        world.stripe.test().forgetIdempotencyKeys();
        server.overage().step();
        assertThat(state()).isEqualTo("confirmed");
        assertThat(world.stripe.test().meters.usages()).hasSize(1);
    }

    @Test
    void after_a_day_a_report_that_did_not_arrive_is_sent_again() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        world.stripe.fail(SEND, Fault.RESET, 1);
        server.overage().step();
        world.later(Duration.ofHours(25));
        world.stripe.test().forgetIdempotencyKeys();
        world.stripe.fail(
                "GET /v1/billing/meters/mtr_FAKE1/event_summaries", Fault.SERVER_ERROR, 1);
        server.overage().step();
        assertThat(world.stripe.test().meters.usages()).isEmpty();
        world.later(Duration.ofHours(2));
        server.overage().step();
        assertThat(world.stripe.test().meters.usages()).hasSize(1);
        assertThat(state()).isEqualTo("confirmed");
    }

    @Test
    void another_amount_on_the_meter_is_left_to_a_person() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        world.stripe.fail(SEND, Fault.HALF_BODY, 1);
        server.overage().step();
        world.jdbi()
                .useHandle(
                        handle -> handle.execute("UPDATE overage_report SET message_count = 41"));
        world.later(Duration.ofHours(25));
        server.overage().step();
        assertThat(state()).isEqualTo("unclear");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_UNCLEAR)).isEqualTo(1);
    }

    @Test
    void an_hour_that_stripe_no_longer_takes_is_told_of() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        world.stripe.fail(SEND, Fault.FORBIDDEN);
        server.overage().step();
        world.later(Duration.ofDays(35));
        server.overage().step();
        assertThat(state()).isEqualTo("expired");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_EXPIRED)).isEqualTo(1);
    }

    @Test
    void a_report_that_cannot_be_checked_holds_up_no_other_and_is_looked_at_ever_more_rarely() {
        Customer late = metered();
        sentWithoutAnAnswer(late);
        world.later(Duration.ofHours(25));
        Customer fresh = metered();
        count(fresh, hour(), 7);
        world.later(Duration.ofMinutes(71));
        // A key may lack this permission.
        world.stripe.fail(METERS, Fault.FORBIDDEN);

        server.overage().step();

        assertThat(world.stripe.test().meters.usages())
                .extracting(Usage::value)
                .containsExactly(7L);
        assertThat(state(late)).isEqualTo("sent");
        assertThat(state(fresh)).isEqualTo("confirmed");

        for (int minute = 0; minute < 240; minute++) {
            world.later(Duration.ofMinutes(1));
            server.overage().step();
        }
        assertThat(world.stripe.seen(METERS)).hasSizeBetween(8, 12);

        world.stripe.heal();
        world.stripe.test().forgetIdempotencyKeys();
        world.later(Duration.ofHours(2));
        server.overage().step();
        assertThat(state(late)).isEqualTo("confirmed");
    }

    @Test
    void reports_take_turns_however_many_cannot_be_checked() {
        Customer late = metered();
        for (int i = 1; i <= 60; i++) {
            count(late, hour().minus(Duration.ofHours(i)), 1);
        }
        world.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO overage_report
                                    (tenant_id, book, hour, message_count, identifier, customer_id, state, first_sent_at,
                                     tries, next_try_at)
                                SELECT tenant_id, 'test', hour, message_count, 'FAKE' || hour, ?, 'sent', hour, 1, hour
                                  FROM overage_hour
                                """,
                                late.externalId()));
        world.later(Duration.ofHours(25));
        Customer fresh = metered();
        count(fresh, hour(), 7);
        world.later(Duration.ofMinutes(71));
        world.stripe.fail(METERS, Fault.FORBIDDEN);

        server.overage().step();
        world.later(Duration.ofMinutes(2));
        server.overage().step();

        assertThat(state(fresh)).isEqualTo("confirmed");
    }

    @Test
    void a_report_that_is_refused_holds_up_no_other_and_an_outage_stops_at_the_first() {
        Customer one = metered();
        Customer other = metered();
        count(one, hour(), 3);
        count(other, hour(), 5);
        world.later(Duration.ofMinutes(71));
        world.stripe.fail(SEND, Fault.SERVER_ERROR, 1);
        server.overage().step();
        assertThat(world.stripe.seen(SEND)).hasSize(1);

        world.later(Duration.ofMinutes(1));
        world.stripe.fail(SEND, Fault.REFUSED, 1);
        server.overage().step();
        assertThat(world.stripe.seen(SEND)).hasSize(3);
        assertThat(world.stripe.test().meters.usages()).hasSize(1);
    }

    @Test
    void overage_of_a_customer_that_only_the_provider_knows_to_be_gone_is_held_and_holds_up_none() {
        Customer gone = metered();
        sentWithoutAnAnswer(gone);
        world.later(Duration.ofHours(25));
        Customer fresh = metered();
        count(fresh, hour(), 7);
        world.later(Duration.ofMinutes(71));
        ScriptedProvider stripe = scripted();
        stripe.overageTotal = _ -> new Asked.CustomerGone<>();
        Server asking = world.server(Steps.UNWATCHED, _ -> stripe);

        asking.overage().step();

        assertThat(stripe.reported).extracting(OverageReport::messages).containsExactly(7L);
        assertThat(state(gone)).isEqualTo("held");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_HELD)).isEqualTo(1);
    }

    @Test
    void a_step_ends_with_a_key_of_another_account_and_nothing_counts_as_sent_with_it() {
        count(metered(), hour(), 3);
        count(metered(), hour(), 5);
        world.later(Duration.ofMinutes(71));
        ScriptedProvider stripe = scripted();
        stripe.overage = _ -> unavailable(Kind.MODE_MISMATCH);
        stripe.overageTotal =
                _ -> {
                    throw new AssertionError("nothing was sent that needs a check");
                };
        Server asking = world.server(Steps.UNWATCHED, _ -> stripe);

        asking.overage().step();

        assertThat(stripe.reported).hasSize(1);
        assertThat(world.number("SELECT count(first_sent_at) FROM overage_report")).isZero();
        world.later(Duration.ofHours(25));
        stripe.overage = Asked.Got::new;
        asking.overage().step();
        assertThat(stripe.reported).extracting(OverageReport::messages).contains(3L, 5L);
        assertThat(world.number("SELECT count(*) FROM overage_report WHERE state = 'confirmed'"))
                .isEqualTo(2);
    }

    @Test
    void a_try_that_never_left_takes_nothing_back_of_one_that_may_have_arrived() {
        Customer late = metered();
        sentWithoutAnAnswer(late);
        world.later(Duration.ofHours(1));
        ScriptedProvider stripe = scripted();
        stripe.overage = _ -> unavailable(Kind.BREAKER_OPEN);
        Server asking = world.server(Steps.UNWATCHED, _ -> stripe);

        asking.overage().step();

        assertThat(stripe.reported).hasSize(1);
        assertThat(state(late)).isEqualTo("sent");
        assertThat(world.number("SELECT count(first_sent_at) FROM overage_report")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,        1, 0, 2",
        "UNREACHABLE,         1, 1, 2",
        "CREDENTIALS_REFUSED, 1, 1, 2",
        "BREAKER_OPEN,        1, 1, 1",
        "REQUEST_REFUSED,     2, 1, 2"
    })
    void a_meter_that_cannot_be_read_is_asked_no_more_in_the_step_and_a_limit_of_its_rate_ends_it(
            Kind why, int asked, int sent, int tries) {
        Customer late = metered();
        count(late, hour(), 1);
        count(late, hour().minus(Duration.ofHours(1)), 1);
        world.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO overage_report
                                    (tenant_id, book, hour, message_count, identifier, customer_id, state, first_sent_at,
                                     tries, next_try_at)
                                SELECT tenant_id, 'test', hour, message_count, 'FAKE' || hour, ?, 'sent', hour, 1, hour
                                  FROM overage_hour
                                """,
                                late.externalId()));
        world.later(Duration.ofHours(25));
        count(metered(), hour(), 7);
        world.later(Duration.ofMinutes(71));
        ScriptedProvider stripe = scripted();
        List<OverageReport> checked = new ArrayList<>();
        stripe.overageTotal =
                report -> {
                    checked.add(report);
                    return unavailable(why);
                };

        world.server(Steps.UNWATCHED, _ -> stripe).overage().step();

        assertThat(checked).hasSize(asked);
        assertThat(stripe.reported).hasSize(sent);
        assertThat(
                        world.number(
                                "SELECT max(tries) FROM overage_report WHERE identifier LIKE 'FAKE%'"))
                .isEqualTo(tries);
    }

    @Test
    void a_held_report_whose_customer_is_found_to_be_gone_again_is_told_of_no_more() {
        Customer customer = metered();
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        ScriptedProvider stripe = scripted();
        stripe.overage = _ -> new Asked.CustomerGone<>();
        Server asking = world.server(Steps.UNWATCHED, _ -> stripe);

        for (int i = 0; i < 4; i++) {
            asking.overage().step();
            world.later(Duration.ofHours(2));
        }

        assertThat(stripe.reported).hasSize(4);
        assertThat(state(customer)).isEqualTo("held");
        assertThat(world.alerts(BillingAlerts.Kind.OVERAGE_HELD)).isEqualTo(1);
        assertThat(audited()).containsExactly("held 40 messages");
    }

    private static ScriptedProvider scripted() {
        ScriptedProvider stripe = new ScriptedProvider();
        stripe.served = Set.of(Mode.TEST);
        return stripe;
    }

    private static <T> Asked<T> unavailable(Kind kind) {
        return new Asked.Unavailable<>(new Unavailability(kind, Duration.ofSeconds(1)));
    }

    /** Leaves a report of 40 messages that did not arrive, as far as nobody knows. */
    private void sentWithoutAnAnswer(Customer customer) {
        count(customer, hour(), 40);
        world.later(Duration.ofMinutes(71));
        world.stripe.fail(SEND, Fault.RESET, 1);
        server.overage().step();
        assertThat(state(customer)).isEqualTo("sent");
    }

    private Customer metered() {
        return world.subscriber("price_FAKEpro", "price_FAKEover");
    }

    private Instant hour() {
        return world.clock.instant().truncatedTo(ChronoUnit.HOURS);
    }

    private void count(Customer customer, Instant hour, long messages) {
        world.jdbi()
                .useHandle(handle ->
                        handle.createUpdate(
                                        "INSERT INTO overage_hour VALUES (:tenant, :hour, :messages)")
                                .bind("tenant", customer.tenant().value())
                                .bind("hour", hour)
                                .bind("messages", messages)
                                .execute());
    }

    private String state(Customer customer) {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT state FROM overage_report WHERE customer_id = :customer")
                                .bind("customer", customer.externalId())
                                .mapTo(String.class)
                                .one());
    }

    private String state() {
        return world.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT state FROM overage_report")
                                .mapTo(String.class)
                                .one());
    }
}
