package io.hookbridge.sdk.billing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What the tenant has subscribed to, and its use.
 *
 * @param plan the plan subscribed to; {@code free} without a subscription and after the end of one
 * @param status {@code active} also for a tenant on the free plan. A paused subscription is {@code
 *     unpaid}; its own word is in {@code raw_status}.
 * @param rawStatus the billing provider's own last word. Absent without a subscription. Whether the
 *     provider still has the subscription is told by {@code gone_since}. {@code null} if absent.
 * @param limits the limits that hold now
 * @param usage what was used in the running month
 * @param cancelAtPeriodEnd whether the subscription is set to end with its period. A set end at
 *     another time is in {@code cancel_at}.
 * @param currentPeriodEnd the end of what was paid for; on the free plan, of the running month
 * @param cancelAt when the subscription is set to end, before or beyond the end of the period, too.
 *     Absent while it goes on. {@code null} if absent.
 * @param pastDueSince when the subscription was first seen {@code past_due}. Its plan's limits hold
 *     for 14 days from here. Absent otherwise. {@code null} if absent.
 * @param endedAt when the subscription ended. Absent while it is live. {@code null} if absent.
 * @param goneSince when the billing provider was first found not to have the subscription any more.
 *     Absent while it has it. {@code null} if absent.
 */
public record Subscription(
        String plan,
        SubscriptionStatus status,
        @Nullable String rawStatus,
        PlanLimits limits,
        MonthUsage usage,
        boolean cancelAtPeriodEnd,
        Instant currentPeriodEnd,
        @Nullable Instant cancelAt,
        @Nullable Instant pastDueSince,
        @Nullable Instant endedAt,
        @Nullable Instant goneSince) {}
