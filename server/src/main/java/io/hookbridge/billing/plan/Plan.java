package io.hookbridge.billing.plan;

import io.hookbridge.retry.RetryLimits;

import java.util.Map;

/**
 * A plan as {@code plans.json} describes it.
 *
 * @param name the word in SQL and JSON; lower-case letters, digits and underscores
 * @param title the name as a person reads it
 * @param description one sentence for the list of plans, in English
 * @param translations the same sentence in other languages, by their IETF tags
 * @param stripeLookupKeys the lookup key of the Stripe price that sells this plan, by how often it
 *     is paid; empty for a plan that is not sold
 * @param stripeOverageLookupKeys the lookup key of the metered Stripe price that is sold with the
 *     plan, by the same interval, because Stripe bills all of a subscription together; empty where
 *     overage is not billed
 */
public record Plan(
        String name,
        String title,
        String description,
        Map<String, String> translations,
        PlanLimits limits,
        Map<Interval, String> stripeLookupKeys,
        Map<Interval, String> stripeOverageLookupKeys) {

    /** What retry policies may be chosen under it. */
    public RetryLimits retryLimits() {
        return new RetryLimits(limits.maxRetries(), limits.retentionDays(), name);
    }

    /**
     * The sentence for people who read {@code language}; the English one where there is none.
     *
     * @param language an IETF tag, such as {@code de}
     */
    public String description(String language) {
        return translations.getOrDefault(language, description);
    }
}
