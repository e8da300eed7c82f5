package io.hookbridge.billing.overage;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.BillingBook;

import java.time.Instant;
import java.util.List;

/** Where the counts of overage come from. */
@FunctionalInterface
public interface ClosedHours {

    /**
     * Messages above the plan in one hour that is over.
     *
     * @param hour its start (UTC)
     * @param messages more than 0; final
     */
    record ClosedHour(TenantId tenant, Instant hour, long messages) {}

    /**
     * Hours that have no report yet, of tenants whose subscription in {@code book} is billed by
     * usage, and since it is; the oldest first.
     *
     * @param from the first hour to look at
     * @param before hours that begin at this moment or later are not over yet
     */
    List<ClosedHour> unreported(BillingBook book, Instant from, Instant before, int limit);
}
