package io.hookbridge.billing.subscription;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Subscription;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/** Tells what tenants have and use, from our own rows alone: no provider is asked. */
public final class BillingOverviews {

    private final OverviewStore store;
    private final Function<Mode, BillingBook> bookFor;
    private final Function<Mode, BillingBook> limitsBook;
    private final Plans plans;
    private final InstantSource clock;

    /**
     * @param bookFor the billing provider's book for a caller's mode
     * @param limitsBook the one whose subscriptions decide about the limits of a mode
     */
    public BillingOverviews(
            Jdbi jdbi,
            Function<Mode, BillingBook> bookFor,
            Function<Mode, BillingBook> limitsBook,
            Plans plans,
            InstantSource clock) {
        this.store = new OverviewStore(jdbi);
        this.bookFor = bookFor;
        this.limitsBook = limitsBook;
        this.plans = plans;
        this.clock = clock;
    }

    public BillingOverview of(TenantId tenant, Mode mode) {
        Instant now = clock.instant();
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        BillingBook own = bookFor.apply(mode);
        BillingBook deciding = limitsBook.apply(mode);
        OverviewStore.Row row = store.read(tenant, own, month);
        Optional<Subscription> subscription =
                row.subscription().filter(present -> present.status().opensPortal());
        Optional<Subscription> decides =
                deciding == own ? subscription : store.read(tenant, deciding, month).subscription();
        return new BillingOverview(
                PlanAccess.at(decides, now, plans),
                subscription,
                month,
                row.messages(),
                row.overage(),
                row.charge(),
                subscription.isPresent() ? row.heardAt() : null);
    }
}
