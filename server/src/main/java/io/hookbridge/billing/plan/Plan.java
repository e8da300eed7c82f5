package io.hookbridge.billing.plan;

import io.hookbridge.billing.subscription.Subscription.Interval;

import java.util.Map;

/**
 * A plan as {@code plans.json} describes it.
 *
 * @param name the word in SQL and JSON; lower-case letters, digits and underscores
 * @param title the name as a person reads it
 * @param description one sentence for the list of plans
 * @param stripeLookupKeys the lookup key of the Stripe price that sells this plan, by how often it
 *     is paid; empty for a plan that is not sold
 */
public record Plan(
        String name,
        String title,
        String description,
        PlanLimits limits,
        Map<Interval, String> stripeLookupKeys) {}
