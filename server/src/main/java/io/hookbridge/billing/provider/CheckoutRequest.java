package io.hookbridge.billing.provider;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;

import java.time.Duration;
import java.time.Instant;

/**
 * Everything a provider needs to open a checkout for one customer. Only the choice of plan and
 * interval comes from the caller.
 *
 * @param plan one that tenants may subscribe to
 * @param successUrl where the browser goes once the subscription is there; checked against the
 *     allowed origins, and so is {@code cancelUrl}
 * @param cancelUrl where the browser goes if the person thinks better of it
 * @param hour the beginning of the present hour; repetitions within it mean the same session
 * @param budget the longest time to wait
 * @param maker who asks; what this server itself opens ends with the access of that key or person
 */
public record CheckoutRequest(
        Customer customer,
        Mode mode,
        Plan plan,
        Interval interval,
        String successUrl,
        String cancelUrl,
        Instant hour,
        Duration budget,
        Actor maker) {}
