package io.hookbridge.billing.stripe;

import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.stripe.SubscriptionReader.Candidate;
import io.hookbridge.billing.subscription.SubscriptionStatus;

import java.util.Comparator;
import java.util.List;

/**
 * Chooses the subscription that counts among all that a customer ever had: a live one before a dead
 * one; a dead one that was paid once before one that never was, so that a failed new attempt cannot
 * hide a former customer; then one of a known plan; then the newest.
 */
final class EffectiveSubscription {

    private static final Comparator<Candidate> WORTH =
            Comparator.comparing((Candidate candidate) -> status(candidate).isLive())
                    .thenComparing(candidate -> status(candidate).opensPortal())
                    .thenComparing(Candidate::knownPlan)
                    .thenComparing(Candidate::created)
                    .thenComparing(candidate -> candidate.subscription().externalId());

    private EffectiveSubscription() {}

    static CustomerState.Known choose(List<Candidate> candidates) {
        return new CustomerState.Known(
                candidates.stream().max(WORTH).map(Candidate::subscription),
                (int) candidates.stream().filter(candidate -> status(candidate).isLive()).count());
    }

    private static SubscriptionStatus status(Candidate candidate) {
        return candidate.subscription().status();
    }
}
