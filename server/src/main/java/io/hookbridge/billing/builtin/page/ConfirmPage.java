package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What a choice of plan will do, before it is done.
 *
 * @param button what the person agrees to
 * @param action where the form goes, by POST
 * @param back the page before
 * @param now the title of the column of present limits
 * @param facts what happens, a sentence each
 * @param warning what the person may not expect, or empty
 */
public record ConfirmPage(
        Visitor visitor,
        String heading,
        String button,
        String action,
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
    static String warning(Plan then, long messages) {
        long allowed = then.limits().messagesPerMonth();
        return messages <= allowed
                ? ""
                : "This month you have sent %s messages. %s allows %s."
                        .formatted(Words.number(messages), then.title(), Words.number(allowed));
    }
}
