package io.hookbridge.billing.stripe.price;

import com.stripe.model.Price;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.UnusableAnswer;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Tells which plan a price sells: the one that its lookup key names, else the one that it named
 * before.
 *
 * @param byLookupKey the plan's name for a price's lookup key, empty for a price that is no plan
 * @param worth what a plan is worth beside the others, more for a better one
 * @param memory of prices that named a plan once
 */
public record PlanCatalog(
        Function<String, Optional<String>> byLookupKey,
        ToIntFunction<String> worth,
        PriceMemory memory) {

    /**
     * The plan's name; empty if the price never named one.
     *
     * @throws UnusableAnswer if that cannot be known now
     */
    public Optional<String> planOf(Mode mode, Price price) {
        Optional<String> named = Optional.ofNullable(price.getLookupKey()).flatMap(byLookupKey);
        try {
            named.ifPresent(plan -> memory.learn(mode, price.getId(), plan));
            return named.or(() -> memory.planOf(mode, price.getId()));
        } catch (RuntimeException unknown) {
            // Ours to repair, not Stripe's. A price that is taken for nothing would cost a plan.
            throw new UnusableAnswer(
                    Kind.REQUEST_REFUSED,
                    "price memory failed with " + unknown.getClass().getSimpleName());
        }
    }
}
