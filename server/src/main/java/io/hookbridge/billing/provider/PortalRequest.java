package io.hookbridge.billing.provider;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;

import org.jspecify.annotations.Nullable;

/**
 * Everything a provider needs to open its portal for one customer. Nothing in it but the URL, the
 * flow and the locale comes from the caller, and those are already checked.
 *
 * @param returnUrl where the portal's way back leads; checked against the allowed origins
 * @param flow the one thing to do in the portal, or null for its front page
 * @param locale an IETF tag that the portal knows, or null for the browser's
 * @param maker who asks; what this server itself opens ends with the access of that key or person
 */
public record PortalRequest(
        Customer customer,
        Mode mode,
        Subscription subscription,
        String returnUrl,
        @Nullable PortalFlow flow,
        @Nullable String locale,
        Actor maker) {}
