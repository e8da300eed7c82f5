package io.hookbridge.billing.subscription;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Subscription;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What each tenant may do, in live and in test, from memory while no subscription has changed. */
public final class Allowances {

    private final Subscriptions subscriptions;
    private final CachedSubscriptions cached;
    private final Function<Mode, BillingBook> books;
    private final Plans plans;
    private final InstantSource clock;

    /**
     * @param books the one whose subscriptions decide about the limits of a mode
     */
    public Allowances(
            Subscriptions subscriptions,
            CachedSubscriptions cached,
            Function<Mode, BillingBook> books,
            Plans plans,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.cached = cached;
        this.books = books;
        this.plans = plans;
        this.clock = clock;
    }

    /** What the tenant may do now; at most a second behind a change on another node. */
    public Allowance of(TenantId tenant, Mode mode) {
        return allowance(cached.find(tenant, books.apply(mode)), mode);
    }

    /** The same without waiting, see {@link CachedSubscriptions#ask}. */
    public CompletableFuture<Allowance> ask(TenantId tenant, Mode mode) {
        return cached.ask(tenant, books.apply(mode)).thenApply(found -> allowance(found, mode));
    }

    /** The same for many tenants, with one question to the database. */
    public Map<TenantId, Allowance> of(Collection<TenantId> tenants, Mode mode) {
        Map<TenantId, Allowance> allowances = new HashMap<>();
        tenants.forEach(tenant -> allowances.put(tenant, allowance(Optional.empty(), mode)));
        for (BillingRecord found : subscriptions.find(tenants, books.apply(mode))) {
            allowances.put(found.customer().tenant(), allowance(Optional.of(found), mode));
        }
        return allowances;
    }

    private Allowance allowance(Optional<BillingRecord> known, Mode mode) {
        Optional<Subscription> subscription = known.flatMap(BillingRecord::subscription);
        return new Allowance(PlanAccess.at(subscription, clock.instant(), plans), mode);
    }
}
