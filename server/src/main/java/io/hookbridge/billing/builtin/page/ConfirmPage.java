package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;

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
        Phrases phrases = visitor.phrases();
        String title = then.title();
        String step =
                live == null
                        ? phrases.say("billing.confirm.start", title)
                        : phrases.say("billing.confirm.change", title);
        String stepQuestion =
                live == null
                        ? phrases.say("billing.confirm.start.question", title)
                        : phrases.say("billing.confirm.change.question", title);
        Question question =
                new Question(
                        same
                                ? phrases.say("billing.confirm." + choice.interval().word())
                                : stepQuestion,
                        facts(live, choice, phrases),
                        path,
                        Map.of("plan", choice.plan(), "interval", choice.interval().word()),
                        same ? phrases.say("billing.confirm.switch") : step,
                        false,
                        back,
                        phrases.say("billing.back"));
        Mode mode = visitor.landing().mode();
        return new ConfirmPage(
                visitor,
                question,
                visitor.tenant(),
                same || mode == Mode.TEST ? null : warning(then, messages, phrases),
                now.title(),
                title,
                same ? List.of() : rows(now, then, mode, phrases));
    }

    private static List<String> facts(
            @Nullable Subscription live, PlanChoice choice, Phrases phrases) {
        List<String> facts = new ArrayList<>();
        facts.add(phrases.say(live == null ? "billing.confirm.starts" : "billing.confirm.changes"));
        facts.add(phrases.say("billing.confirm.statement." + choice.interval().word()));
        if (live != null && live.cancelAtPeriodEnd()) {
            facts.add(phrases.say("billing.confirm.resumes"));
        }
        facts.add(phrases.say("billing.confirm.free"));
        return facts;
    }

    /** Said when this month's messages are more than the new plan allows. */
    private static @Nullable String warning(Plan then, long messages, Phrases phrases) {
        long allowed = then.limits().messagesPerMonth();
        return messages <= allowed
                ? null
                : phrases.say("billing.confirm.warning", messages, then.title(), allowed);
    }

    /**
     * The end of a plan.
     *
     * @param free the plan that applies afterwards
     */
    static ConfirmPage ofEnd(Visitor visitor, Subscription live, Plan plan, Plan free) {
        Phrases phrases = visitor.phrases();
        Question question =
                Question.ofDanger(
                        phrases.say("billing.cancel.question", plan.title()),
                        List.of(
                                phrases.say(
                                        "billing.cancel.until",
                                        plan.title(),
                                        phrases.longDay(live.currentPeriodEnd())),
                                phrases.say("billing.cancel.resume"),
                                phrases.say("billing.cancel.afterwards", free.title())),
                        visitor.landing().cancel(),
                        phrases.say("billing.cancel.button"),
                        visitor.landing().portal(),
                        phrases.say("billing.plan.keep", plan.title()));
        return new ConfirmPage(
                visitor,
                question,
                null,
                null,
                plan.title(),
                free.title(),
                rows(plan, free, visitor.landing().mode(), phrases));
    }

    private static List<Row> rows(Plan now, Plan then, Mode mode, Phrases phrases) {
        List<LimitRow> before = LimitRow.of(now.limits(), mode, phrases);
        List<LimitRow> after = LimitRow.of(then.limits(), mode, phrases);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < before.size(); row++) {
            LimitRow limit = before.get(row);
            rows.add(new Row(limit.label(), limit.value(), after.get(row).value()));
        }
        return rows;
    }
}
