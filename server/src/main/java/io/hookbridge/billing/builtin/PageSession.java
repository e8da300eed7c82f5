package io.hookbridge.billing.builtin;

import io.hookbridge.base.TenantId;

import java.time.Instant;

/**
 * A browser that opened a portal link.
 *
 * @param id that of the link
 * @param returnUrl where the way back leads
 */
public record PageSession(
        PortalSessionId id, TenantId tenant, String returnUrl, Instant expiresAt) {}
