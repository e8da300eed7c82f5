package io.hookbridge.console.billing;

import io.hookbridge.access.TenantSide;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.checkout.Checkouts;
import io.hookbridge.billing.invoice.Invoices;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.portal.PortalSessions;
import io.hookbridge.billing.subscription.BillingOverviews;
import io.hookbridge.billing.usage.UsageHistory;

import java.time.InstantSource;

/**
 * What the billing page shows and opens.
 *
 * @param charging whether the provider takes money
 * @param leadsBack whether portal and checkout may send browsers back to the console; else they
 *     send them where the deployment sends all
 * @param refresh asks the provider for news when somebody comes back from it
 * @param visits how often a tenant may go to the portal or a checkout of one mode, or come back
 */
public record BillingDesk(
        BillingOverviews overviews,
        UsageHistory usage,
        Plans plans,
        Invoices invoices,
        PortalSessions portal,
        Checkouts checkouts,
        boolean charging,
        boolean leadsBack,
        Refresh refresh,
        TokenBuckets<TenantSide> visits,
        InstantSource clock) {

    /** Brings what is known of a tenant up to date. */
    @FunctionalInterface
    public interface Refresh {

        /** Whether what is known is now as new as this call. */
        boolean refresh(TenantId tenant, Mode mode);
    }
}
