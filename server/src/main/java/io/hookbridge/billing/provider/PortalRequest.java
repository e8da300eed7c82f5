package io.hookbridge.billing.provider;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;

/**
 * Everything a provider needs to open its portal for one customer. Nothing in it but the URL and
 * the wish comes from the caller.
 *
 * @param returnUrl where the portal's way back leads; checked against the allowed origins
 * @param maker who asks; what this server itself opens ends with the access of that key or person
 */
public record PortalRequest(
        Customer customer,
        Mode mode,
        Subscription subscription,
        String returnUrl,
        PortalWish wish,
        Actor maker) {}
