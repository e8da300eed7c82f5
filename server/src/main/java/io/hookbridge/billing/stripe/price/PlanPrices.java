package io.hookbridge.billing.stripe.price;

import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.param.PriceListParams;

import io.hookbridge.billing.stripe.call.Pages;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The prices between which a customer may change in the portal, by product: those whose lookup key
 * names a plan, paid in advance.
 *
 * @param byProduct price identifiers in order, under product identifiers in order
 */
public record PlanPrices(SortedMap<String, Set<String>> byProduct) {

    /** Stripe takes no more products than these in a portal configuration. */
    private static final int MOST_PRODUCTS = 10;

    private static final long PAGE = 100;

    public static final PlanPrices NONE = new PlanPrices(new TreeMap<>());

    /** Reads them; none if our key may not, because the rest of the portal works without. */
    public static PlanPrices read(Call call, Function<String, Optional<String>> planByLookupKey)
            throws StripeException {
        try {
            List<Price> prices =
                    Pages.all(after -> {
                        PriceListParams.Builder page =
                                PriceListParams.builder()
                                        .setActive(true)
                                        .setType(PriceListParams.Type.RECURRING)
                                        .setLimit(PAGE);
                        if (after != null) {
                            page.setStartingAfter(after);
                        }
                        return call.stripe().v1().prices().list(page.build());
                    });
            return of(prices, planByLookupKey);
        } catch (PermissionException notAllowed) {
            return NONE;
        }
    }

    static PlanPrices of(List<Price> prices, Function<String, Optional<String>> planByLookupKey) {
        TreeMap<String, Set<String>> byProduct = new TreeMap<>();
        for (Price price : prices) {
            if (namesPlan(price, planByLookupKey) && !isMetered(price)) {
                byProduct
                        .computeIfAbsent(price.getProduct(), any -> new TreeSet<>())
                        .add(price.getId());
            }
        }
        while (byProduct.size() > MOST_PRODUCTS) {
            byProduct.pollLastEntry();
        }
        return new PlanPrices(byProduct);
    }

    public boolean isEmpty() {
        return byProduct.isEmpty();
    }

    public static boolean isMetered(Price price) {
        return price.getRecurring() != null
                && "metered".equals(price.getRecurring().getUsageType());
    }

    private static boolean namesPlan(
            Price price, Function<String, Optional<String>> planByLookupKey) {
        return Stream.ofNullable(price.getLookupKey())
                .anyMatch(key -> planByLookupKey.apply(key).isPresent());
    }
}
