package io.hookbridge.billing.plan;

import io.hookbridge.base.Mode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What one tenant may do under the plan it has access to, in live or in test. Pure: every question
 * is answered from memory, and whoever asks knows what is there already.
 */
public record Allowance(Plan plan, Mode mode) {

    /** The answer to "may this tenant …?". */
    public sealed interface Verdict {

        /** Within the plan. */
        record Allowed() implements Verdict {}

        /**
         * Allowed, and this many of the messages are beyond the month's limit.
         *
         * @param messages at least 1
         */
        record Overage(long messages) implements Verdict {}

        /**
         * Not allowed.
         *
         * @param limit the limit's name in {@code GET /v1/billing/subscription}
         * @param most its value
         * @param plan the plan that sets it
         */
        record Refused(String limit, long most, String plan) implements Verdict {

            /** A sentence for the caller. */
            public String sentence() {
                return "the plan \"%s\" allows %s %d; change the plan to go on"
                        .formatted(plan, limit, most);
            }
        }
    }

    private static final Verdict ALLOWED = new Verdict.Allowed();

    /** May it have one more project besides {@code present}? */
    public Verdict oneMoreProject(long present) {
        return room("max_projects", plan.limits().maxProjects(), present);
    }

    /**
     * May it have one more endpoint besides {@code present} in all its environments of this mode?
     */
    public Verdict oneMoreEndpoint(long present) {
        return room("max_endpoints", plan.limits().maxEndpoints(), present);
    }

    /**
     * May it send {@code more} messages after {@code used} in the present period, see {@link
     * #period}? A plan with a hard limit refuses them all if one is too many, and in test every
     * plan has one.
     */
    public Verdict messages(long used, int more) {
        return switch (mode) {
            case LIVE -> liveMessages(used, more);
            case TEST -> {
                long most = plan.limits().testMessagesPerDay();
                yield used + more <= most
                        ? ALLOWED
                        : new Verdict.Refused("test_messages_per_day", most, plan.name());
            }
        };
    }

    private Verdict liveMessages(long used, int more) {
        long limit = plan.limits().messagesPerMonth();
        long beyond = Math.min(more, used + more - limit);
        if (beyond <= 0) {
            return ALLOWED;
        }
        return plan.limits().stopsAtLimit()
                ? new Verdict.Refused("messages_per_month", limit, plan.name())
                : new Verdict.Overage(beyond);
    }

    /**
     * The first day of the period in which messages are counted: the month in live, else the day.
     */
    public static LocalDate period(Mode mode, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return switch (mode) {
            case LIVE -> day.withDayOfMonth(1);
            case TEST -> day;
        };
    }

    private Verdict room(String limit, long most, long present) {
        return present < most ? ALLOWED : new Verdict.Refused(limit, most, plan.name());
    }
}
