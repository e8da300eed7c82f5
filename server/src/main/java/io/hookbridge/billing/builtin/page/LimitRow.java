package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.http.page.Phrases;

import java.util.ArrayList;
import java.util.List;

/** One limit of a plan, as {@code label: value}. */
public record LimitRow(String label, String value) {

    /** Those that hold in the mode. How many projects there may be, the plan of live decides. */
    static List<LimitRow> of(PlanLimits limits, Mode mode, Phrases phrases) {
        List<LimitRow> rows = new ArrayList<>();
        switch (mode) {
            case LIVE -> {
                rows.add(
                        new LimitRow(
                                phrases.say("billing.limit.messages"),
                                phrases.number(limits.messagesPerMonth())));
                rows.add(
                        new LimitRow(
                                phrases.say("billing.limit.projects"),
                                phrases.number(limits.maxProjects())));
            }
            case TEST ->
                    rows.add(
                            new LimitRow(
                                    phrases.say("billing.limit.test_messages"),
                                    phrases.number(limits.testMessagesPerDay())));
        }
        rows.add(
                new LimitRow(
                        phrases.say("billing.limit.endpoints"),
                        phrases.number(limits.maxEndpoints())));
        rows.add(
                new LimitRow(
                        phrases.say("billing.limit.retention"),
                        phrases.say("billing.limit.retention.days", limits.retentionDays())));
        rows.add(
                new LimitRow(
                        phrases.say("billing.limit.received"),
                        phrases.say("billing.limit.received.mib", limits.maxReceivedMib())));
        rows.add(
                new LimitRow(
                        phrases.say("billing.limit.retries"), phrases.number(limits.maxRetries())));
        return rows;
    }
}
