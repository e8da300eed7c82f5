package io.hookbridge.billing.stripe.price;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.Mode;

import org.jdbi.v3.core.Jdbi;

import java.util.Optional;

/** Keeps the prices of plans in the database, so that every node and every later start knows. */
public final class PlanPriceStore implements PriceMemory {

    private static final int MOST_CACHED = 1_000;

    private final Jdbi jdbi;

    /** What this node wrote last, so that reading a subscription writes nothing new. */
    private final Cache<Price, String> written =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

    private record Price(Mode mode, String id) {}

    public PlanPriceStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<String> planOf(Mode mode, String priceId) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT plan
                                  FROM plan_price
                                 WHERE mode = :mode
                                   AND price_id = :price
                                """)
                        .bind("mode", mode.word())
                        .bind("price", priceId)
                        .mapTo(String.class)
                        .findOne());
    }

    @Override
    public void learn(Mode mode, String priceId, String plan) {
        Price price = new Price(mode, priceId);
        if (plan.equals(written.getIfPresent(price))) {
            return;
        }
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO plan_price (mode, price_id, plan)
                                VALUES (:mode, :price, :plan)
                                ON CONFLICT (mode, price_id) DO UPDATE
                                   SET plan = excluded.plan
                                 WHERE plan_price.plan <> excluded.plan
                                """)
                        .bind("mode", mode.word())
                        .bind("price", priceId)
                        .bind("plan", plan)
                        .execute());
        written.put(price, plan);
    }
}
