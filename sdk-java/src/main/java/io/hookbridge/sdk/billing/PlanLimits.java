package io.hookbridge.sdk.billing;

import java.math.BigDecimal;

/**
 * The limits that hold now.
 *
 * @param plan the plan that sets these limits
 * @param messagesPerMonth messages in a calendar month (UTC)
 * @param testMessagesPerDay messages of all test environments together in a day (UTC). They count
 *     towards nothing else.
 * @param sendsPerMinute requests to send of all projects together, live and test apart; no project
 *     can have a higher {@code rate_limit_default}
 * @param callsPerMinute all other requests of all keys and sessions together, live and test apart
 * @param maxProjects how many projects the tenant may have
 * @param maxEndpoints how many endpoints the tenant may have
 * @param retentionDays how many days payloads are kept
 * @param maxReceivedMib the longest body that an inbound endpoint takes, in MiB
 * @param maxRetries how often a delivery is tried again
 * @param overageRatePerMessage the price of a message beyond the limit
 */
public record PlanLimits(
        String plan,
        long messagesPerMonth,
        long testMessagesPerDay,
        long sendsPerMinute,
        long callsPerMinute,
        long maxProjects,
        long maxEndpoints,
        long retentionDays,
        long maxReceivedMib,
        long maxRetries,
        BigDecimal overageRatePerMessage) {}
