package io.hookbridge.billing.provider;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

/**
 * The tenant as the billing provider knows it.
 *
 * @param externalId the provider's own identifier, such as {@code cus_…}
 * @param broken the provider said that this customer is gone; kept for a person to repair, never
 *     replaced by itself
 */
public record Customer(TenantId tenant, BillingBook book, String externalId, boolean broken) {

    public Mode mode() {
        return book.mode();
    }
}
