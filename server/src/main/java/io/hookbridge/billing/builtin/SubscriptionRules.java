package io.hookbridge.billing.builtin;

import io.hookbridge.billing.builtin.Ruling.Event;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What may become of a subscription: functions of values.
 *
 * <p>A change of plan, up or down, takes effect at once and begins a new period. A cancellation
 * takes effect at the end of the period and can be taken back until then. Choosing a plan means
 * wanting to stay, so it takes a cancellation back.
 */
final class SubscriptionRules {

    private SubscriptionRules() {}

    /**
     * @param externalId the identifier of the subscription if it comes into being
     */
    static Ruling start(
            Optional<Subscription> present, PlanChoice choice, String externalId, Instant now) {
        if (present.isPresent() && present.get().status().isLive()) {
            return choice.equals(PlanChoice.of(present.get())) && !present.get().cancelAtPeriodEnd()
                    ? new Ruling.Stays(present.get())
                    : new Ruling.Refused(Refusal.ALREADY_SUBSCRIBED);
        }
        return new Ruling.Becomes(beginning(externalId, choice, now), Event.STARTED);
    }

    static Ruling change(Subscription present, PlanChoice choice, Instant now) {
        if (!present.status().isLive()) {
            return new Ruling.Refused(Refusal.ENDED);
        }
        if (choice.equals(PlanChoice.of(present))) {
            return resume(present);
        }
        return new Ruling.Becomes(beginning(present.externalId(), choice, now), Event.PLAN_CHANGED);
    }

    static Ruling cancel(Subscription present) {
        if (!present.status().isLive()) {
            return new Ruling.Refused(Refusal.ENDED);
        }
        return present.cancelAtPeriodEnd()
                ? new Ruling.Stays(present)
                : new Ruling.Becomes(cancelling(present, true), Event.CANCEL_SCHEDULED);
    }

    static Ruling resume(Subscription present) {
        if (!present.status().isLive()) {
            return new Ruling.Refused(Refusal.ENDED);
        }
        return present.cancelAtPeriodEnd()
                ? new Ruling.Becomes(cancelling(present, false), Event.CANCEL_WITHDRAWN)
                : new Ruling.Stays(present);
    }

    /**
     * What the end of the period makes of a subscription; a long time away means several such
     * steps.
     *
     * @param anchor where the run of periods began
     */
    static Ruling rollOver(Subscription present, Instant anchor, Instant now) {
        Instant end = present.currentPeriodEnd();
        if (!present.status().isLive() || now.isBefore(end)) {
            return new Ruling.Stays(present);
        }
        return present.cancelAtPeriodEnd()
                ? new Ruling.Becomes(
                        at(present, SubscriptionStatus.CANCELED, present.currentPeriodStart(), end),
                        Event.ENDED)
                : new Ruling.Becomes(
                        at(
                                present,
                                present.status(),
                                end,
                                periodEnd(anchor, present.interval(), end)),
                        Event.RENEWED);
    }

    /**
     * The end of the period that begins at {@code start}: the first whole number of months or years
     * after {@code anchor} that lies behind it. In a month that lacks the anchor's day it is the
     * last day.
     */
    static Instant periodEnd(Instant anchor, Interval interval, Instant start) {
        ZonedDateTime first = anchor.atZone(ZoneOffset.UTC);
        int months =
                switch (interval) {
                    case MONTHLY -> 1;
                    case ANNUAL -> 12;
                };
        long periods = ChronoUnit.MONTHS.between(first, start.atZone(ZoneOffset.UTC)) / months + 1;
        Instant end = first.plusMonths(periods * months).toInstant();
        return end.isAfter(start) ? end : first.plusMonths((periods + 1) * months).toInstant();
    }

    private static Subscription beginning(String externalId, PlanChoice choice, Instant now) {
        return new Subscription(
                externalId,
                choice.plan(),
                SubscriptionStatus.ACTIVE,
                SubscriptionStatus.ACTIVE.word(),
                choice.interval(),
                false,
                false,
                now,
                periodEnd(now, choice.interval(), now));
    }

    private static Subscription cancelling(Subscription present, boolean cancelAtPeriodEnd) {
        return new Subscription(
                present.externalId(),
                present.plan(),
                present.status(),
                present.rawStatus(),
                present.interval(),
                cancelAtPeriodEnd,
                present.metered(),
                present.currentPeriodStart(),
                present.currentPeriodEnd());
    }

    private static Subscription at(
            Subscription present, SubscriptionStatus status, Instant start, Instant end) {
        return new Subscription(
                present.externalId(),
                present.plan(),
                status,
                status.word(),
                present.interval(),
                present.cancelAtPeriodEnd(),
                present.metered(),
                present.portalObstacle(),
                start,
                end,
                status.isLive() ? present.milestones() : present.milestones().endedAt(end));
    }
}
