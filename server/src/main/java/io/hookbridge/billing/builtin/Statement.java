package io.hookbridge.billing.builtin;

import io.hookbridge.billing.plan.Interval;

import java.time.Instant;

/**
 * One period of a subscription on paper. It says what was used; there is nothing to pay.
 *
 * @param number counts from 1 for each tenant
 * @param periodEnd exclusive
 * @param messages those of the period so far
 * @param running whether the period goes on
 */
public record Statement(
        int number,
        String plan,
        Interval interval,
        Instant periodStart,
        Instant periodEnd,
        long messages,
        boolean running) {}
