package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.Statement;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The front page of the portal.
 *
 * @param notice what the last step did, or null
 * @param live whether the subscription goes on, so that it can be changed
 * @param cancelling whether it ends with its period
 * @param lastDay when the period ends or the subscription ended
 * @param usage null in test, where messages count towards no plan
 * @param testUsage what there is to say of them then, or null
 * @param limits what applies now; those of the free plan after the end
 */
public record PortalPage(
        Visitor visitor,
        @Nullable String notice,
        String plan,
        String description,
        boolean live,
        boolean cancelling,
        String period,
        String lastDay,
        String interval,
        @Nullable Meter usage,
        @Nullable String testUsage,
        List<LimitRow> limits,
        List<StatementRow> statements) {

    /**
     * Messages of the calendar month against the plan's.
     *
     * @param ofAllowed how many are allowed, said behind how many there are
     * @param share how much of them that is
     * @param resets when counting starts anew
     */
    public record Meter(
            String month, long used, long allowed, String ofAllowed, String share, String resets) {

        static Meter of(YearMonth month, long used, long allowed, Phrases phrases) {
            Instant next = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            return new Meter(
                    phrases.month(month),
                    used,
                    allowed,
                    phrases.say("billing.usage.of", allowed),
                    used > allowed
                            ? phrases.say("billing.usage.over", used - allowed)
                            : phrases.say("billing.usage.percent", used * 100 / allowed),
                    phrases.say("billing.usage.resets", phrases.longDay(next)));
        }

        public boolean over() {
            return used > allowed;
        }
    }

    /** A line of the list of statements. */
    public record StatementRow(String period, String title, boolean running, String messages) {

        static StatementRow of(Statement statement, Plans plans, Phrases phrases) {
            return new StatementRow(
                    phrases.period(statement.periodStart(), statement.periodEnd()),
                    phrases.say(
                            "billing.statement.number",
                            statement.number(),
                            plans.named(statement.plan()).map(Plan::title).orElse(statement.plan()),
                            interval(statement.interval(), phrases)),
                    statement.running(),
                    phrases.number(statement.messages()));
        }
    }

    static PortalPage of(
            Visitor visitor,
            @Nullable String notice,
            Subscription subscription,
            Plans plans,
            YearMonth month,
            long messages,
            List<Statement> statements) {
        Plan plan = plans.namedOrFree(subscription.plan());
        boolean live = subscription.status().isLive();
        Plan applies = live ? plan : plans.free();
        Mode mode = visitor.landing().mode();
        Phrases phrases = visitor.phrases();
        long testsPerDay = applies.limits().testMessagesPerDay();
        return new PortalPage(
                visitor,
                notice,
                plan.title(),
                plan.description(phrases.language().tag()),
                live,
                subscription.cancelAtPeriodEnd(),
                phrases.period(subscription.currentPeriodStart(), subscription.currentPeriodEnd()),
                phrases.longDay(subscription.currentPeriodEnd()),
                interval(subscription.interval(), phrases),
                switch (mode) {
                    case LIVE ->
                            Meter.of(month, messages, applies.limits().messagesPerMonth(), phrases);
                    case TEST -> null;
                },
                switch (mode) {
                    case LIVE -> null;
                    case TEST -> phrases.say("billing.usage.test", messages, testsPerDay);
                },
                LimitRow.of(applies.limits(), mode, phrases),
                statements.stream().map(each -> StatementRow.of(each, plans, phrases)).toList());
    }

    private static String interval(Interval interval, Phrases phrases) {
        return phrases.say("billing.interval." + interval.word());
    }
}
