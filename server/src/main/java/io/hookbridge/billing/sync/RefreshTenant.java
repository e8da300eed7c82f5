package io.hookbridge.billing.sync;

import io.hookbridge.access.TenantSide;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;
import io.hookbridge.billing.sync.CustomerSync.Trigger;

import java.time.Duration;
import java.util.Optional;

/**
 * Brings a tenant's rows up to date for a page that a person is looking at: somebody who comes back
 * from checkout or the portal is often faster than the event about it.
 */
public final class RefreshTenant {

    /** A page waits no longer than this. */
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private static final int AT_ONCE = 3;
    private static final int PER_MINUTE = 10;

    private final BillingProvider provider;
    private final Subscriptions subscriptions;
    private final CustomerSync sync;
    private final TokenBuckets<TenantSide> rate;

    public RefreshTenant(
            BillingProvider provider,
            Subscriptions subscriptions,
            CustomerSync sync,
            Ticker ticker) {
        this.provider = provider;
        this.subscriptions = subscriptions;
        this.sync = sync;
        this.rate = new TokenBuckets<>(AT_ONCE, PER_MINUTE, ticker);
    }

    /**
     * Asks the provider, within two seconds and not more often than ten times a minute.
     *
     * @return whether what we hold is now as new as this call; false means that it may be late.
     *     Always true where our rows are the truth, and for a tenant without a customer
     */
    public boolean refresh(TenantId tenant, Mode mode) {
        Optional<BillingRecord> known = subscriptions.find(tenant, provider.bookFor(mode));
        if (known.isEmpty() || known.get().customer().book().copyOf().isEmpty()) {
            return true;
        }
        return rate.take(new TenantSide(tenant, mode)).isZero()
                && sync.now(known.get().customer(), Trigger.RETURN, BUDGET).isCurrent();
    }
}
