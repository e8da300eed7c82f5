package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a choice of plan will do, before it is done.
 *
 * @param button what the person agrees to
 * @param path where the form goes by POST
 * @param back where a person goes who does not agree
 * @param now the title of the column of present limits
 * @param facts what happens, a sentence each
 * @param warning what the person may not expect, or empty
 */
public record ConfirmPage(
        Visitor visitor,
        String heading,
        String button,
        String path,
        String back,
        PlanChoice choice,
        String now,
        String then,
        List<Row> rows,
        List<String> facts,
        String warning) {

    /** A limit before and after. */
    public record Row(String label, String now, String then) {

        public boolean changes() {
            return !now.equals(then);
        }
    }

    /**
     * @param path where the form goes
     * @param back the page before
     * @param live what the tenant has, or null
     * @param choice another plan or interval than that
     * @param messages those of this month
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
        String step = (live == null ? "Start with " : "Change to ") + then.title();
        return now.equals(then)
                ? new ConfirmPage(
                        visitor,
                        Words.interval(choice.interval()) + " statements from now on?",
                        "Switch",
                        path,
                        back,
                        choice,
                        now.title(),
                        then.title(),
                        List.of(),
                        facts(live, choice),
                        "")
                : new ConfirmPage(
                        visitor,
                        step + "?",
                        step,
                        path,
                        back,
                        choice,
                        now.title(),
                        then.title(),
                        rows(now, then),
                        facts(live, choice),
                        warning(then, messages));
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

    static List<Row> rows(Plan now, Plan then) {
        List<LimitRow> before = LimitRow.of(now.limits());
        List<LimitRow> after = LimitRow.of(then.limits());
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < before.size(); row++) {
            LimitRow limit = before.get(row);
            rows.add(new Row(limit.label(), limit.value(), after.get(row).value()));
        }
        return rows;
    }

    /** Said when this month's messages are more than the new plan allows. */
    private static String warning(Plan then, long messages) {
        long allowed = then.limits().messagesPerMonth();
        return messages <= allowed
                ? ""
                : "This month you have sent %s messages. %s allows %s."
                        .formatted(Words.number(messages), then.title(), Words.number(allowed));
    }
}
