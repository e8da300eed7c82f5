package io.hookbridge.billing.stripe;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.stripe.price.PriceMemory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers prices for as long as a test runs. */
record PricesInMemory(Map<String, String> plans) implements PriceMemory {

    PricesInMemory() {
        this(new ConcurrentHashMap<>());
    }

    @Override
    public Optional<String> planOf(Mode mode, String priceId) {
        return Optional.ofNullable(plans.get(mode + priceId));
    }

    @Override
    public void learn(Mode mode, String priceId, String plan) {
        plans.put(mode + priceId, plan);
    }
}
