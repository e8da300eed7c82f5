package io.hookbridge.billing.overage;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;

import java.time.Instant;
import java.util.List;

/** Where the counts of overage come from. */
@FunctionalInterface
public interface ClosedHours {

    /**
     * Messages above the plan in one hour that is over.
     *
     * @param customer the provider's identifier of the one whose subscription held in the hour
     * @param hour its start (UTC)
     * @param messages more than 0; final
     */
    record ClosedHour(TenantId tenant, String customer, Instant hour, long messages) {}

    /**
     * Hours that have no report yet and in which the tenant's subscription in {@code book} was
     * billed by usage, whatever has become of it since; the oldest first.
     *
     * @param from the first hour to look at
     * @param before hours that begin at this moment or later are not over yet
     */
    List<ClosedHour> unreported(BillingBook book, Instant from, Instant before, int limit);
}
