package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.page.Question;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a step will do to the plan, before it is done.
 *
 * @param lead whose plan it is, or null
 * @param warning what the person may not expect, or null
 * @param now the title of the column of present limits
 * @param rows none where the limits stay as they are
 */
public record ConfirmPage(
        Visitor visitor,
        Question question,
        @Nullable String lead,
        @Nullable String warning,
        String now,
        String then,
        List<Row> rows) {

    /** A limit before and after. */
    public record Row(String label, String now, String then) {

        public boolean changes() {
            return !now.equals(then);
        }
    }

    /**
     * A choice of a plan.
     *
     * @param path where the form goes
     * @param back the page before
     * @param live what the tenant has, or null
     * @param choice another plan or interval than that
     * @param messages those of this month; of test, they count towards no plan
     */
    static ConfirmPage of(
            Visitor visitor,
            String path,
            String back,
            @Nullable Subscription live,
            PlanChoice choice,
            Plans plans,
            long messages) {
        Plan now = live == null ? plans.free() : plans.namedOrFree(live.plan());
        Plan then = plans.namedOrFree(choice.plan());
        boolean same = now.equals(then);
        String step = (live == null ? "Start with " : "Change to ") + then.title();
        Question question =
                new Question(
                        (same ? choice.interval().title() + " statements from now on" : step) + "?",
                        facts(live, choice),
                        path,
                        Map.of("plan", choice.plan(), "interval", choice.interval().word()),
                        same ? "Switch" : step,
                        false,
                        back,
                        "Back");
        return new ConfirmPage(
                visitor,
                question,
                visitor.tenant(),
                same || visitor.landing().mode() == Mode.TEST ? null : warning(then, messages),
                now.title(),
                then.title(),
                same ? List.of() : rows(now, then, visitor.landing().mode()));
    }

    private static List<String> facts(@Nullable Subscription live, PlanChoice choice) {
        List<String> facts = new ArrayList<>();
        facts.add(
                live == null
                        ? "The plan starts at once."
                        : "The change takes effect at once. The current period ends today and a new one begins.");
        facts.add(
                switch (choice.interval()) {
                    case MONTHLY -> "You get a statement every month.";
                    case ANNUAL -> "You get a statement every year.";
                });
        if (live != null && live.cancelAtPeriodEnd()) {
            facts.add("Your cancellation is taken back.");
        }
        facts.add("Nothing is charged: this server takes no payments.");
        return facts;
    }

    /** Said when this month's messages are more than the new plan allows. */
    private static @Nullable String warning(Plan then, long messages) {
        long allowed = then.limits().messagesPerMonth();
        return messages <= allowed
                ? null
                : "This month you have sent %s messages. %s allows %s."
                        .formatted(Words.number(messages), then.title(), Words.number(allowed));
    }

    /**
     * The end of a plan.
     *
     * @param free the plan that applies afterwards
     */
    static ConfirmPage ofEnd(Visitor visitor, Subscription live, Plan plan, Plan free) {
        Question question =
                Question.ofDanger(
                        "Cancel " + plan.title() + "?",
                        List.of(
                                plan.title()
                                        + " stays as it is until "
                                        + Words.longDay(live.currentPeriodEnd())
                                        + ", then it ends.",
                                "Until then you can take the cancellation back.",
                                "Afterwards the limits of "
                                        + free.title()
                                        + " apply. Projects, endpoints and messages are not deleted by this."),
                        visitor.landing().cancel(),
                        "Cancel at period end",
                        visitor.landing().portal(),
                        "Keep " + plan.title());
        return new ConfirmPage(
                visitor,
                question,
                null,
                null,
                plan.title(),
                free.title(),
                rows(plan, free, visitor.landing().mode()));
    }

    private static List<Row> rows(Plan now, Plan then, Mode mode) {
        List<LimitRow> before = LimitRow.of(now.limits(), mode);
        List<LimitRow> after = LimitRow.of(then.limits(), mode);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < before.size(); row++) {
            LimitRow limit = before.get(row);
            rows.add(new Row(limit.label(), limit.value(), after.get(row).value()));
        }
        return rows;
    }
}
