package io.hookbridge.billing.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wishes of a portal session, beside the way back. All of it comes from the caller
 * and was checked when it was read.
 *
 * @param flow the one thing to do in the portal, or null for its front page
 * @param locale an IETF tag that the portal knows, or null for the browser's
 */
public record PortalWish(@Nullable PortalFlow flow, @Nullable String locale) {

    /** The portal's front page, in the browser's language. */
    public static final PortalWish NONE = new PortalWish(null, null);
}
