package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.http.page.Words;

import java.util.List;

/** One limit of a plan, as {@code label: value}. */
public record LimitRow(String label, String value) {

    static List<LimitRow> of(PlanLimits limits) {
        return List.of(
                new LimitRow("Messages per month", Words.number(limits.messagesPerMonth())),
                new LimitRow("Projects", Words.number(limits.maxProjects())),
                new LimitRow("Endpoints", Words.number(limits.maxEndpoints())),
                new LimitRow("Payloads are kept", Words.count(limits.retentionDays(), "day")),
                new LimitRow("Retries per message", Words.number(limits.maxRetries())));
    }
}
