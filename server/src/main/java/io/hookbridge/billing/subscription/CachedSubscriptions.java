package io.hookbridge.billing.subscription;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What tenants have subscribed to, from memory while no plan, no state and no link to a customer
 * has changed; a change is noticed within a second. The rest of a subscription, such as when it
 * ends, may be older. That a tenant has none is remembered as well.
 */
public final class CachedSubscriptions {

    private final Subscriptions subscriptions;
    private final VersionedCache<Key, Optional<BillingRecord>> cache;

    private record Key(TenantId tenant, BillingBook book) {}

    public CachedSubscriptions(Subscriptions subscriptions, ChangeWatch changes) {
        this.subscriptions = subscriptions;
        this.cache =
                new VersionedCache<>(
                        changes, (key, _) -> new Subject("plans", key.tenant().value()));
    }

    /**
     * @throws WouldBlockException on a thread that must not wait, if it is not remembered
     */
    public Optional<BillingRecord> find(TenantId tenant, BillingBook book) {
        return cache.get(new Key(tenant, book), this::read);
    }

    /** The same without waiting, see {@link VersionedCache#ask}. */
    public CompletableFuture<Optional<BillingRecord>> ask(TenantId tenant, BillingBook book) {
        return cache.ask(new Key(tenant, book), key -> Optional.of(read(key)))
                .thenApply(Optional::orElseThrow);
    }

    /** Has the customer's record read again: this node has changed it. */
    public void forget(Customer customer) {
        cache.forget(new Key(customer.tenant(), customer.book()));
    }

    private Optional<BillingRecord> read(Key key) {
        return subscriptions.find(key.tenant(), key.book());
    }
}
