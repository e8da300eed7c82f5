package io.hookbridge.billing.subscription;

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

/** What each tenant may do, from memory while no subscription has changed. */
public final class Allowances {

    private final Subscriptions subscriptions;
    private final BillingBook book;
    private final Plans plans;
    private final InstantSource clock;
    private final VersionedCache<TenantId, Optional<Subscription>> remembered;

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
        this.clock = clock;
        this.remembered =
                new VersionedCache<>(changes, (tenant, _) -> new Subject("plans", tenant.value()));
    }

    /** What the tenant may do now; at most a second behind a change on another node. */
    public Allowance of(TenantId tenant) {
        return allowance(remembered.get(tenant, this::subscription));
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
        return subscriptions.find(tenant, book).flatMap(BillingRecord::subscription);
    }
}
