package io.hookbridge.billing.stripe.checkout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.param.PriceListParams;

import io.hookbridge.base.Mode;
import io.hookbridge.base.Ticker;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;
import io.hookbridge.billing.stripe.call.UnusableAnswer;
import io.hookbridge.billing.stripe.price.PlanPrices;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prices at which plans are sold, found by their lookup keys and remembered for some minutes. A
 * price is used only if it fits what it is named for: by month or by year, paid in advance or
 * metered.
 */
public final class CheckoutPrices {

    private static final Duration REMEMBER = Duration.ofMinutes(5);

    private final Mode mode;
    private final Cache<String, Price> byLookupKey;

    public CheckoutPrices(Mode mode, Ticker ticker) {
        this.mode = mode;
        this.byLookupKey =
                Caffeine.newBuilder()
                        .maximumSize(1_000)
                        .ticker(ticker::nanos)
                        .expireAfterWrite(REMEMBER)
                        .build();
    }

    /**
     * What a subscription consists of.
     *
     * @param plan the identifier of the plan's price
     * @param overage that of the metered price sold with it, or null
     * @param currency of both, three lower-case letters; the plan's price may have others besides
     */
    record Items(String plan, @Nullable String overage, String currency) {}

    /**
     * The prices of a plan that has a lookup key for this interval.
     *
     * @throws UnusableAnswer if Stripe has no such price, or one that does not fit
     */
    Items find(Call call, Plan plan, Interval interval) throws StripeException {
        String planKey = String.valueOf(plan.stripeLookupKeys().get(interval));
        String overageKey = plan.stripeOverageLookupKeys().get(interval);
        Map<String, Price> prices =
                prices(call, overageKey == null ? List.of(planKey) : List.of(planKey, overageKey));
        Price sold = fitting(prices.get(planKey), interval, false);
        if (overageKey == null) {
            return new Items(sold.getId(), null, sold.getCurrency());
        }
        Price overage = fitting(prices.get(overageKey), interval, true);
        if (!overage.getCurrency().equals(sold.getCurrency())) {
            throw new UnusableAnswer(Kind.NO_PRICE, "overage price of another currency");
        }
        return new Items(sold.getId(), overage.getId(), sold.getCurrency());
    }

    /** Makes the next checkout ask again, after Stripe refused a price that was remembered. */
    void forget() {
        byLookupKey.invalidateAll();
    }

    private Map<String, Price> prices(Call call, List<String> keys) throws StripeException {
        Map<String, Price> found = new HashMap<>(byLookupKey.getAllPresent(keys));
        if (found.size() < keys.size()) {
            for (Price price : list(call, keys)) {
                if (keys.contains(price.getLookupKey())) {
                    found.put(price.getLookupKey(), price);
                    byLookupKey.put(price.getLookupKey(), price);
                }
            }
        }
        return found;
    }

    private static List<Price> list(Call call, List<String> keys) throws StripeException {
        return new ArrayList<>(
                call.stripe()
                        .v1()
                        .prices()
                        .list(
                                PriceListParams.builder()
                                        .setActive(true)
                                        .addAllLookupKey(keys)
                                        .setLimit(10L)
                                        .build())
                        .getData());
    }

    private Price fitting(@Nullable Price price, Interval interval, boolean metered) {
        if (price == null) {
            throw new UnusableAnswer(Kind.NO_PRICE, "no active price has the lookup key");
        }
        ModeCheck.require(mode, price.getLivemode(), "price");
        if (PlanPrices.isMetered(price) != metered) {
            throw new UnusableAnswer(
                    Kind.NO_PRICE, metered ? "overage price not metered" : "plan price metered");
        }
        if (!isPaidBy(price, interval)) {
            throw new UnusableAnswer(Kind.NO_PRICE, "price of another interval");
        }
        return price;
    }

    private static boolean isPaidBy(Price price, Interval interval) {
        Price.Recurring recurring = price.getRecurring();
        if (recurring == null || recurring.getIntervalCount() == null) {
            return false;
        }
        String every = recurring.getIntervalCount() + " " + recurring.getInterval();
        return switch (interval) {
            case MONTHLY -> every.equals("1 month");
            case ANNUAL -> every.equals("1 year") || every.equals("12 month");
        };
    }
}
