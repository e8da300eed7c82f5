package io.hookbridge.billing.builtin;

import static io.hookbridge.billing.plan.Interval.ANNUAL;
import static io.hookbridge.billing.plan.Interval.MONTHLY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.builtin.Ruling.Event;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.Optional;

@Tag("unit")
class SubscriptionRulesTest {

    private static final Instant START = Instant.parse("2026-11-10T08:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-20T09:30:00Z");
    private static final Instant END = Instant.parse("2026-12-10T08:00:00Z");
    private static final PlanChoice PRO = new PlanChoice("pro", MONTHLY);
    private static final PlanChoice STARTER = new PlanChoice("starter", MONTHLY);

    @ParameterizedTest
    @CsvSource({
        // An ordinary day.
        "2026-11-10T08:00:00Z, MONTHLY, 2026-11-10T08:00:00Z, 2026-12-10T08:00:00Z",
        "2026-11-10T08:00:00Z, MONTHLY, 2026-12-10T08:00:00Z, 2027-01-10T08:00:00Z",
        // A month that lacks the day ends early, and the run comes back to its day.
        "2026-01-31T23:59:59Z, MONTHLY, 2026-01-31T23:59:59Z, 2026-02-28T23:59:59Z",
        "2026-01-31T23:59:59Z, MONTHLY, 2026-02-28T23:59:59Z, 2026-03-31T23:59:59Z",
        "2026-01-31T23:59:59Z, MONTHLY, 2026-03-31T23:59:59Z, 2026-04-30T23:59:59Z",
        "2028-01-30T00:00:00Z, MONTHLY, 2028-01-30T00:00:00Z, 2028-02-29T00:00:00Z",
        "2028-01-30T00:00:00Z, MONTHLY, 2028-02-29T00:00:00Z, 2028-03-30T00:00:00Z",
        // Years, and the day that only leap years have.
        "2026-11-10T08:00:00Z, ANNUAL, 2026-11-10T08:00:00Z, 2027-11-10T08:00:00Z",
        "2028-02-29T12:00:00Z, ANNUAL, 2028-02-29T12:00:00Z, 2029-02-28T12:00:00Z",
        "2028-02-29T12:00:00Z, ANNUAL, 2029-02-28T12:00:00Z, 2030-02-28T12:00:00Z",
        "2028-02-29T12:00:00Z, ANNUAL, 2031-02-28T12:00:00Z, 2032-02-29T12:00:00Z",
    })
    void a_period_ends_a_whole_number_of_months_or_years_after_the_anchor(
            Instant anchor, Interval interval, Instant start, Instant end) {
        assertThat(SubscriptionRules.periodEnd(anchor, interval, start)).isEqualTo(end);
    }

    @Test
    void the_first_subscription_starts_at_once() {
        assertThat(SubscriptionRules.start(Optional.empty(), PRO, "s2", START))
                .isEqualTo(new Ruling.Becomes(active("s2", PRO, false, START, END), Event.STARTED));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void a_new_subscription_replaces_one_that_is_over_and_no_other(SubscriptionStatus status) {
        Subscription present = withStatus(active(STARTER, false), status);

        assertThat(SubscriptionRules.start(Optional.of(present), PRO, "s2", START))
                .isEqualTo(
                        status.isLive()
                                ? new Ruling.Refused(Refusal.ALREADY_SUBSCRIBED)
                                : new Ruling.Becomes(
                                        active("s2", PRO, false, START, END), Event.STARTED));
    }

    @Test
    void starting_what_one_has_already_changes_nothing() {
        Subscription present = active(PRO, false);

        assertThat(SubscriptionRules.start(Optional.of(present), PRO, "s2", LATER))
                .isEqualTo(new Ruling.Stays(present));
    }

    @Test
    void another_plan_or_interval_takes_effect_at_once_and_begins_a_period() {
        assertThat(SubscriptionRules.change(active(PRO, false), STARTER, LATER))
                .isEqualTo(
                        new Ruling.Becomes(
                                active(
                                        "s1",
                                        STARTER,
                                        false,
                                        LATER,
                                        Instant.parse("2026-12-20T09:30:00Z")),
                                Event.PLAN_CHANGED));
        assertThat(
                        SubscriptionRules.change(
                                active(PRO, false), new PlanChoice("pro", ANNUAL), LATER))
                .isEqualTo(
                        new Ruling.Becomes(
                                active(
                                        "s1",
                                        new PlanChoice("pro", ANNUAL),
                                        false,
                                        LATER,
                                        Instant.parse("2027-11-20T09:30:00Z")),
                                Event.PLAN_CHANGED));
    }

    @Test
    void choosing_a_plan_takes_a_cancellation_back() {
        assertThat(SubscriptionRules.change(active(PRO, true), STARTER, LATER))
                .isInstanceOfSatisfying(
                        Ruling.Becomes.class,
                        becomes -> assertThat(becomes.next().cancelAtPeriodEnd()).isFalse());
        assertThat(SubscriptionRules.change(active(PRO, true), PRO, LATER))
                .isEqualTo(new Ruling.Becomes(active(PRO, false), Event.CANCEL_WITHDRAWN));
    }

    @Test
    void choosing_what_one_has_changes_nothing() {
        assertThat(SubscriptionRules.change(active(PRO, false), PRO, LATER))
                .isEqualTo(new Ruling.Stays(active(PRO, false)));
    }

    @Test
    void a_cancellation_keeps_the_period_and_can_be_taken_back() {
        assertThat(SubscriptionRules.cancel(active(PRO, false)))
                .isEqualTo(new Ruling.Becomes(active(PRO, true), Event.CANCEL_SCHEDULED));
        assertThat(SubscriptionRules.cancel(active(PRO, true)))
                .isEqualTo(new Ruling.Stays(active(PRO, true)));
        assertThat(SubscriptionRules.resume(active(PRO, true)))
                .isEqualTo(new Ruling.Becomes(active(PRO, false), Event.CANCEL_WITHDRAWN));
        assertThat(SubscriptionRules.resume(active(PRO, false)))
                .isEqualTo(new Ruling.Stays(active(PRO, false)));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void only_what_goes_on_can_be_changed_cancelled_or_resumed(SubscriptionStatus status) {
        Subscription present = withStatus(active(PRO, false), status);
        Ruling ended = new Ruling.Refused(Refusal.ENDED);

        assertThat(SubscriptionRules.change(present, STARTER, LATER).equals(ended))
                .isEqualTo(!status.isLive());
        assertThat(SubscriptionRules.cancel(present).equals(ended)).isEqualTo(!status.isLive());
        assertThat(SubscriptionRules.resume(present).equals(ended)).isEqualTo(!status.isLive());
    }

    @Test
    void a_period_lasts_until_its_end_and_not_at_its_end() {
        Subscription present = active(PRO, false);

        assertThat(SubscriptionRules.rollOver(present, START, END.minusMillis(1)))
                .isEqualTo(new Ruling.Stays(present));
        assertThat(SubscriptionRules.rollOver(present, START, END))
                .isEqualTo(
                        new Ruling.Becomes(
                                active(
                                        "s1",
                                        PRO,
                                        false,
                                        END,
                                        Instant.parse("2027-01-10T08:00:00Z")),
                                Event.RENEWED));
    }

    @Test
    void a_cancelled_subscription_ends_with_its_period_and_stays_ended() {
        Subscription canceled =
                withStatus(active(PRO, true), SubscriptionStatus.CANCELED)
                        .as("pro", SubscriptionStatus.CANCELED, Milestones.NONE.endedAt(END));

        assertThat(SubscriptionRules.rollOver(active(PRO, true), START, END.plusSeconds(5)))
                .isEqualTo(new Ruling.Becomes(canceled, Event.ENDED));
        assertThat(SubscriptionRules.rollOver(canceled, START, END.plusSeconds(5)))
                .isEqualTo(new Ruling.Stays(canceled));
    }

    private static Subscription active(PlanChoice choice, boolean cancelling) {
        return active("s1", choice, cancelling, START, END);
    }

    private static Subscription active(
            String id, PlanChoice choice, boolean cancelling, Instant start, Instant end) {
        return new Subscription(
                id,
                choice.plan(),
                SubscriptionStatus.ACTIVE,
                "active",
                choice.interval(),
                cancelling,
                false,
                start,
                end);
    }

    private static Subscription withStatus(Subscription other, SubscriptionStatus status) {
        return new Subscription(
                other.externalId(),
                other.plan(),
                status,
                status.word(),
                other.interval(),
                other.cancelAtPeriodEnd(),
                other.metered(),
                other.currentPeriodStart(),
                other.currentPeriodEnd());
    }
}
