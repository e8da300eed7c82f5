package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.Statement;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.usage.TestUsage;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.time.YearMonth;
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
     * @param percent whole, rounded down; may be above 100
     * @param resets the day on which counting starts anew
     */
    public record Meter(String month, long used, long allowed, long percent, String resets) {

        static Meter of(YearMonth month, long used, long allowed) {
            return new Meter(
                    Words.month(month),
                    used,
                    allowed,
                    used * 100 / allowed,
                    Words.longDay(
                            month.plusMonths(1)
                                    .atDay(1)
                                    .atStartOfDay(java.time.ZoneOffset.UTC)
                                    .toInstant()));
        }

        public boolean over() {
            return used > allowed;
        }

        public String usedText() {
            return Words.number(used);
        }

        public String allowedText() {
            return Words.number(allowed);
        }

        public String overText() {
            return Words.number(used - allowed);
        }
    }

    /** A line of the list of statements. */
    public record StatementRow(
            int number,
            String plan,
            String interval,
            String period,
            boolean running,
            String messages) {

        static StatementRow of(Statement statement, Plans plans) {
            return new StatementRow(
                    statement.number(),
                    plans.named(statement.plan()).map(Plan::title).orElse(statement.plan()),
                    statement.interval().title(),
                    Words.period(statement.periodStart(), statement.periodEnd()),
                    statement.running(),
                    Words.number(statement.messages()));
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
        boolean test = mode == Mode.TEST;
        return new PortalPage(
                visitor,
                notice,
                plan.title(),
                plan.description(),
                live,
                subscription.cancelAtPeriodEnd(),
                Words.period(subscription.currentPeriodStart(), subscription.currentPeriodEnd()),
                Words.longDay(subscription.currentPeriodEnd()),
                subscription.interval().title(),
                test ? null : Meter.of(month, messages, applies.limits().messagesPerMonth()),
                test ? TestUsage.sentence(messages, applies.limits()) : null,
                LimitRow.of(applies.limits(), mode),
                statements.stream().map(each -> StatementRow.of(each, plans)).toList());
    }
}
