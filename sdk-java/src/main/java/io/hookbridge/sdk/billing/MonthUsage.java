package io.hookbridge.sdk.billing;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What was used in the running month.
 *
 * @param messagesUsed the messages of the month so far
 * @param overageCount the messages beyond those that the plan has
 * @param overageRate the rate of the plan that holds now
 * @param estimatedOverageCharge what the overage of this month costs so far, each message at the
 *     rate of the plan under which it was accepted
 * @param periodStart when the month began
 * @param periodEnd when the month ends
 */
public record MonthUsage(
        long messagesUsed,
        long overageCount,
        BigDecimal overageRate,
        BigDecimal estimatedOverageCharge,
        Instant periodStart,
        Instant periodEnd) {}
