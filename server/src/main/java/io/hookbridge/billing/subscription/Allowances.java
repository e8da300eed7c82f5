package io.hookbridge.billing.subscription;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

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

/** What each tenant may do, from memory while no subscription has changed. */
public final class Allowances {

    /** The subject of {@code cache_version} that counts changes of subscriptions. */
    private static final String PLANS = "plans";

    private static final int MOST_CACHED = 100_000;

    private final Subscriptions subscriptions;
    private final BillingBook book;
    private final Plans plans;
    private final ChangeWatch changes;
    private final InstantSource clock;
    private final Cache<TenantId, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

    /**
     * @param version of {@link #PLANS} before the subscription was read
     */
    private record Remembered(Optional<Subscription> subscription, long version) {}

    /**
     * @param book the one whose subscriptions decide about limits: live where live billing is
     *     configured
     */
    public Allowances(
            Subscriptions subscriptions,
            BillingBook book,
            Plans plans,
            ChangeWatch changes,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.book = book;
        this.plans = plans;
        this.changes = changes;
        this.clock = clock;
    }

    /** What the tenant may do now; at most a second behind a change on another node. */
    public Allowance of(TenantId tenant) {
        return allowance(subscription(tenant));
    }

    /** The same for many tenants, with one question to the database. */
    public Map<TenantId, Allowance> of(Collection<TenantId> tenants) {
        Map<TenantId, Allowance> allowances = new HashMap<>();
        tenants.forEach(tenant -> allowances.put(tenant, allowance(Optional.empty())));
        for (BillingRecord found : subscriptions.find(tenants, book)) {
            allowances.put(found.customer().tenant(), allowance(found.subscription()));
        }
        return allowances;
    }

    private Allowance allowance(Optional<Subscription> subscription) {
        return new Allowance(PlanAccess.at(subscription, clock.instant(), plans));
    }

    private Optional<Subscription> subscription(TenantId tenant) {
        OptionalLong version = changes.version(PLANS);
        Remembered known = remembered.getIfPresent(tenant);
        if (known != null && version.isPresent() && known.version() == version.getAsLong()) {
            return known.subscription();
        }
        Optional<Subscription> subscription =
                subscriptions.find(tenant, book).flatMap(BillingRecord::subscription);
        version.ifPresent(read -> remembered.put(tenant, new Remembered(subscription, read)));
        return subscription;
    }
}
