package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.http.page.Words;

import java.util.ArrayList;
import java.util.List;

/** One limit of a plan, as {@code label: value}. */
public record LimitRow(String label, String value) {

    /** Those that hold in the mode. How many projects there may be, the plan of live decides. */
    static List<LimitRow> of(PlanLimits limits, Mode mode) {
        List<LimitRow> rows = new ArrayList<>();
        switch (mode) {
            case LIVE -> {
                rows.add(number("Messages per month", limits.messagesPerMonth()));
                rows.add(number("Projects", limits.maxProjects()));
            }
            case TEST -> rows.add(number("Test messages per day", limits.testMessagesPerDay()));
        }
        rows.add(number("Endpoints", limits.maxEndpoints()));
        rows.add(new LimitRow("Payloads are kept", Words.count(limits.retentionDays(), "day")));
        rows.add(new LimitRow("Largest received body", limits.maxReceivedMib() + " MiB"));
        rows.add(number("Retries per message", limits.maxRetries()));
        return rows;
    }

    private static LimitRow number(String label, long value) {
        return new LimitRow(label, Words.number(value));
    }
}
