package io.hookbridge.billing.subscription;

import io.hookbridge.access.TenantSide;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;

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
    private final Function<Mode, BillingBook> books;
    private final Plans plans;
    private final InstantSource clock;
    private final VersionedCache<TenantSide, Optional<Subscription>> remembered;

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
        this.clock = clock;
        this.remembered =
                new VersionedCache<>(
                        changes, (side, _) -> new Subject("plans", side.tenant().value()));
    }

    /** What the tenant may do now; at most a second behind a change on another node. */
    public Allowance of(TenantId tenant, Mode mode) {
        return allowance(remembered.get(new TenantSide(tenant, mode), this::subscription), mode);
    }

    /** The same without waiting, see {@link VersionedCache#ask}. */
    public CompletableFuture<Allowance> ask(TenantId tenant, Mode mode) {
        return remembered
                .ask(new TenantSide(tenant, mode), side -> Optional.of(subscription(side)))
                .thenApply(found -> allowance(found.orElseThrow(), mode));
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

    private Optional<Subscription> subscription(TenantSide side) {
        return subscriptions
                .find(side.tenant(), books.apply(side.mode()))
                .flatMap(BillingRecord::subscription);
    }
}
