package io.hookbridge.billing.builtin;

import io.hookbridge.access.Actor;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Customer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A browser that opened a link.
 *
 * @param id that of the link
 * @param customer whose subscription the pages show and change
 * @param returnUrl where the portal's way back leads, or the browser after a checkout
 * @param purchase what the checkout starts; null for the portal
 * @param maker who asked for the link
 */
public record PageSession(
        PortalSessionId id,
        Customer customer,
        String returnUrl,
        @Nullable Purchase purchase,
        Actor maker,
        Instant expiresAt) {

    public TenantId tenant() {
        return customer.tenant();
    }

    /** The one that it came by. */
    Entrance entrance() {
        return purchase == null
                ? Entrance.portal(customer.mode())
                : Entrance.checkout(customer.mode());
    }

    /** The name of the session in audit rows. */
    public String auditName() {
        return purchase == null ? id.toString() : new CheckoutSessionId(id.value()).toString();
    }

    /** Where a person goes who wants to change nothing. */
    public String wayBack() {
        return purchase == null ? returnUrl : purchase.cancelUrl();
    }
}
