package io.hookbridge.billing.usage;

import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.http.page.Words;

/** What pages say of the messages of test, where others compare those of live with the plan. */
public final class TestUsage {

    private TestUsage() {}

    /**
     * @param messages of test in the running month
     */
    public static String sentence(long messages, PlanLimits limits) {
        return "%s this month. Test messages count towards no plan; up to %s are accepted in a day (UTC)."
                .formatted(
                        Words.count(messages, "test message"),
                        Words.number(limits.testMessagesPerDay()));
    }
}
