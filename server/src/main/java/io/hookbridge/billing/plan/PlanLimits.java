package io.hookbridge.billing.plan;

import java.math.BigDecimal;

/**
 * What a plan allows.
 *
 * @param messagesPerMonth in a calendar month (UTC), at least 1
 * @param testMessagesPerDay in a day (UTC), of all test environments together, at least 1; they
 *     count towards nothing else
 * @param stopsAtLimit whether further messages are refused; else they are counted as overage
 * @param sendsPerMinute requests to send, of all projects together, at least 100; no project can be
 *     given more
 * @param callsPerMinute all other requests to the API and pages of the console, at least 60
 * @param maxProjects at least 1
 * @param maxEndpoints in all live environments together, and as many in all test environments, at
 *     least 1
 * @param retentionDays how long payloads are kept, at least 1 and longer than the last retry may
 *     take to come
 * @param maxReceivedMib the longest body that is received, in MiB, 1 to {@link #MOST_RECEIVED_MIB}
 * @param maxRetries attempts after the first one that a retry policy may ask for, 0 to 50
 * @param responseBodies whether the tenant sees what receivers answered
 * @param overageRatePerMessage the price of a message above {@code messagesPerMonth}, 0 or more, in
 *     the currency of the billing provider
 */
public record PlanLimits(
        long messagesPerMonth,
        long testMessagesPerDay,
        boolean stopsAtLimit,
        int sendsPerMinute,
        int callsPerMinute,
        int maxProjects,
        int maxEndpoints,
        int retentionDays,
        int maxReceivedMib,
        int maxRetries,
        boolean responseBodies,
        BigDecimal overageRatePerMessage) {

    /** What no plan exceeds: as long as the longest that a provider sends. */
    static final int MOST_RECEIVED_MIB = 25;

    /** The same in bytes. */
    public static final int MOST_RECEIVED_BYTES = bytes(MOST_RECEIVED_MIB);

    /** The longest body that is received, in bytes. */
    public int receivedBytes() {
        return bytes(maxReceivedMib);
    }

    private static int bytes(int mib) {
        return mib * 1024 * 1024;
    }
}
