package io.hookbridge.billing.stripe.price;

import io.hookbridge.base.Mode;

import java.util.Optional;

/**
 * Remembers which plan a price was sold for. Stripe moves a lookup key from one price to another
 * when a plan gets dearer; those who bought at the old price go on paying it for the same plan.
 *
 * <p>May be called by several threads and nodes at once, and may throw if it cannot know now.
 */
public interface PriceMemory {

    /** The plan whose lookup key the price bore last; empty if it was never seen with one. */
    Optional<String> planOf(Mode mode, String priceId);

    /**
     * The price bears the lookup key of {@code plan} now.
     *
     * @param priceId such as {@code price_…}
     */
    void learn(Mode mode, String priceId, String plan);
}
