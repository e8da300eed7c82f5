package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.EventPage;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.account.AccountPin;
import io.hookbridge.billing.stripe.call.Operation;
import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.stripedouble.Fault;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("unit")
class LifecycleTest {

    private static final Logger CALLS = (Logger) LoggerFactory.getLogger(StripeCalls.class);

    @Test
    void after_the_start_a_first_session_needs_one_request() {
        try (Trial trial = Trial.begin()) {
            start(trial);
            int before = trial.stripe.seen().size();
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
            assertThat(trial.stripe.seen()).hasSize(before + 1);
        }
    }

    @Test
    void an_outage_at_the_start_delays_the_preparation_and_nothing_else() {
        try (Trial trial = Trial.begin()) {
            trial.stripe.fail(Trial.GET_ACCOUNT, Fault.EMPTY_502, 8);
            start(trial);
            assertThat(trial.ended("prepare", "unreachable")).isPositive();
        }
    }

    @Test
    void starting_twice_prepares_once_and_stopping_twice_is_harmless() {
        try (Trial trial = Trial.begin()) {
            trial.provider.start();
            start(trial);
            assertThat(trial.stripe.seen(Trial.GET_ACCOUNT)).hasSize(2);
            trial.provider.stop();
        }
    }

    @Test
    void stopping_ends_a_preparation_and_a_call_that_wait_for_stripe() throws Exception {
        try (Trial trial = Trial.begin()) {
            trial.stripe.fail(Trial.GET_ACCOUNT, Fault.SLOW);
            trial.provider.start();
            CompletableFuture<Asked<PortalOutcome>> caller =
                    CompletableFuture.supplyAsync(trial::open, Thread::startVirtualThread);
            trial.stripe.awaitSeen(2);
            trial.provider.stop();
            assertThat(caller.get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(Asked.Unavailable.class);
        }
    }

    @Test
    void a_key_of_another_account_serves_nobody_and_declares_no_customer_gone() {
        Map<Mode, String> pinned = new ConcurrentHashMap<>();
        AccountPin pin = (mode, id) -> id.equals(pinned.computeIfAbsent(mode, first -> id));
        try (Trial trial = Trial.begin(Trial.PATIENT, pin, System::nanoTime)) {
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);

            trial.stripe.test().accountId("acct_FAKEother");
            trial.stripe.test().deleteCustomer(Trial.CUSTOMER);
            StripeBillingProvider restarted = trial.second();
            assertThat(why(Trial.open(restarted)).kind()).isEqualTo(Kind.MODE_MISMATCH);
            assertThat(why(Trial.fetch(restarted)).kind()).isEqualTo(Kind.MODE_MISMATCH);
            assertThat(trial.stripe.seen(Trial.GET_CUSTOMER)).isEmpty();
            assertThat(restarted.accountId(Mode.TEST)).contains("acct_FAKEother");
            assertThat(restarted.health().ready()).isFalse();
            assertThat(restarted.health().details())
                    .containsEntry("test.account", "acct_FAKEother refused");
            restarted.stop();
        }
    }

    @Test
    void a_pin_that_cannot_tell_is_asked_again_and_opens_no_breaker() {
        AtomicInteger asked = new AtomicInteger();
        AccountPin pin =
                (mode, id) -> {
                    if (asked.incrementAndGet() <= 3) {
                        throw new IllegalStateException("database down");
                    }
                    return true;
                };
        try (Trial trial = Trial.begin(Trial.withGates(16, 1_000, 2), pin, System::nanoTime)) {
            for (int i = 0; i < 3; i++) {
                assertThat(why(trial.open()).kind()).isEqualTo(Kind.ACCOUNT_UNKNOWN);
            }
            assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        }
    }

    @Test
    void health_tells_an_operator_what_is_known_and_shows_four_characters_of_a_key() {
        try (Trial trial = Trial.begin()) {
            assertThat(trial.provider.health().ready()).isFalse();
            assertThat(trial.provider.health().details())
                    .containsEntry("test.key", "…test")
                    .containsEntry("test.account", "unknown")
                    .containsEntry("test.portal_configuration", "missing")
                    .containsEntry("test.plan_change", "unknown");
            start(trial);
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.UNAUTHORIZED, 1);
            trial.open();
            assertThat(trial.provider.health().ready()).isFalse();
            assertThat(trial.provider.health().details())
                    .containsEntry("test.account", trial.stripe.test().accountId())
                    .containsEntry("test.plan_change", "offered")
                    .containsEntry("live.plan_change", "not offered")
                    .containsEntry("test.breaker.create_portal_session", "closed")
                    .containsEntry("test.last_failure", "key_refused")
                    .containsEntry("test.last_failure_operation", "create_portal_session")
                    .containsKeys("test.last_success_seconds_ago", "test.last_failure_seconds_ago");
            trial.open();
            assertThat(trial.provider.health().ready()).isTrue();
        }
    }

    @Test
    void a_permission_that_the_portal_does_not_need_is_missed_once_and_degrades_nothing() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        CALLS.addAppender(log);
        try (Trial trial = Trial.begin()) {
            start(trial);
            trial.stripe.fail("GET /v1/events", Fault.FORBIDDEN, 3);
            for (int i = 0; i < 3; i++) {
                assertThat(why(events(trial)).kind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
                assertThat(trial.provider.health().ready()).isTrue();
            }
            assertThat(events(trial)).isInstanceOf(Asked.Got.class);
            trial.stripe.fail("GET /v1/events", Fault.FORBIDDEN, 1);
            events(trial);
        } finally {
            CALLS.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(line -> line.getFormattedMessage().contains("list_events"))
                .extracting(ILoggingEvent::getLevel)
                .filteredOn(level -> level.isGreaterOrEqual(Level.WARN))
                .containsExactly(Level.ERROR, Level.ERROR);
    }

    @Test
    void a_key_that_is_revoked_degrades_the_portal_whoever_learns_of_it_first() {
        try (Trial trial = Trial.begin()) {
            start(trial);
            trial.stripe.fail("GET /v1/events", Fault.UNAUTHORIZED, 1);
            events(trial);
            assertThat(trial.provider.health().ready()).isFalse();
            trial.fetch();
            assertThat(trial.provider.health().ready()).isTrue();
        }
    }

    @Test
    void a_refusal_of_something_else_proves_that_the_key_is_good() {
        try (Trial trial = Trial.begin()) {
            start(trial);
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.FORBIDDEN, 1);
            trial.open();
            assertThat(trial.provider.health().ready()).isFalse();
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.REFUSED, 1);
            trial.open();
            assertThat(trial.provider.health().ready()).isTrue();

            trial.stripe.fail("GET /v1/events", Fault.UNAUTHORIZED, 1);
            events(trial);
            assertThat(trial.provider.health().ready()).isFalse();
            trial.stripe.fail(Trial.GET_CUSTOMER, Fault.SERVER_ERROR_FINAL, 1);
            trial.fetch();
            assertThat(trial.provider.health().ready()).isFalse();
            trial.stripe.fail(Trial.GET_CUSTOMER, Fault.REFUSED, 1);
            trial.fetch();
            assertThat(trial.provider.health().ready()).isTrue();
        }
    }

    @Test
    void what_needs_an_operator_is_counted_from_nought_so_that_its_first_increase_is_seen() {
        try (Trial trial = Trial.begin()) {
            for (String outcome :
                    List.of(
                            "key_refused",
                            "credentials_refused",
                            "mode_mismatch",
                            "no_price",
                            "request_refused")) {
                assertThat(
                                trial.metrics
                                        .find("hookbridge.stripe.operation")
                                        .tag("outcome", outcome)
                                        .counters())
                        .hasSize(2 * Operation.values().length)
                        .allSatisfy(counter -> assertThat(counter.count()).isZero());
            }
        }
    }

    @Test
    void a_permission_that_the_portal_needs_degrades_it_until_a_session_is_opened() {
        try (Trial trial = Trial.begin()) {
            start(trial);
            trial.stripe.fail(Trial.CREATE_SESSION, Fault.FORBIDDEN, 1);
            trial.open();
            trial.fetch();
            assertThat(trial.provider.health().ready()).isFalse();
            trial.open();
            assertThat(trial.provider.health().ready()).isTrue();
        }
    }

    @Test
    void settings_with_a_problem_are_refused_without_printing_a_key() {
        try (Trial trial = Trial.begin()) {
            StripeSettings swapped =
                    new StripeSettings(
                            "sk_live_FAKE0000swapped",
                            null,
                            trial.stripe.apiBase(),
                            Set.of("billing.stripe.com"));
            assertThatThrownBy(() -> trial.second(swapped))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("FAKE");
        }
    }

    @Test
    void each_mode_has_its_own_book() {
        try (Trial trial = Trial.begin()) {
            assertThat(trial.provider.name()).isEqualTo("stripe");
            assertThat(trial.provider.bookFor(Mode.LIVE)).isEqualTo(BillingBook.LIVE);
            assertThat(trial.provider.bookFor(Mode.TEST)).isEqualTo(BillingBook.TEST);
        }
    }

    private static Asked<EventPage> events(Trial trial) {
        return trial.provider.listEvents(Mode.TEST, Instant.EPOCH, null);
    }

    /** Starts, and waits until both modes are prepared. */
    private static void start(Trial trial) {
        trial.provider.start();
        Patience.until("both modes are prepared", () -> trial.provider.health().ready());
    }
}
