package io.hookbridge.billing.subscription;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.db.ChangeWatch;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What each tenant may do, in live and in test, from memory while no subscription has changed. */
public final class Allowances {

    /** The subject of {@code cache_version} that counts changes of subscriptions. */
    private static final String PLANS = "plans";

    private static final int MOST_CACHED = 100_000;

    private final Subscriptions subscriptions;
    private final Function<Mode, BillingBook> books;
    private final Plans plans;
    private final ChangeWatch changes;
    private final InstantSource clock;
    private final Cache<Side, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

    private record Side(TenantId tenant, Mode mode) {}

    /**
     * @param version of {@link #PLANS} before the subscription was read
     */
    private record Remembered(Optional<Subscription> subscription, long version) {}

    /**
     * @param books the one whose subscriptions decide about the limits of a mode
     */
    public Allowances(
            Subscriptions subscriptions,
            Function<Mode, BillingBook> books,
            Plans plans,
            ChangeWatch changes,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.books = books;
        this.plans = plans;
        this.changes = changes;
        this.clock = clock;
    }

    /** What the tenant may do now; at most a second behind a change on another node. */
    public Allowance of(TenantId tenant, Mode mode) {
        return allowance(subscription(new Side(tenant, mode)), mode);
    }

    /** The same for many tenants, with one question to the database. */
    public Map<TenantId, Allowance> of(Collection<TenantId> tenants, Mode mode) {
        Map<TenantId, Allowance> allowances = new HashMap<>();
        tenants.forEach(tenant -> allowances.put(tenant, allowance(Optional.empty(), mode)));
        for (BillingRecord found : subscriptions.find(tenants, books.apply(mode))) {
            allowances.put(found.customer().tenant(), allowance(found.subscription(), mode));
        }
        return allowances;
    }

    private Allowance allowance(Optional<Subscription> subscription, Mode mode) {
        return new Allowance(PlanAccess.at(subscription, clock.instant(), plans), mode);
    }

    private Optional<Subscription> subscription(Side side) {
        OptionalLong version = changes.version(PLANS);
        Remembered known = remembered.getIfPresent(side);
        if (known != null && version.isPresent() && known.version() == version.getAsLong()) {
            return known.subscription();
        }
        Optional<Subscription> subscription =
                subscriptions
                        .find(side.tenant(), books.apply(side.mode()))
                        .flatMap(BillingRecord::subscription);
        version.ifPresent(read -> remembered.put(side, new Remembered(subscription, read)));
        return subscription;
    }
}
