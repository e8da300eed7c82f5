package io.hookbridge.billing.builtin;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.PortalFlow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is kept of a portal link; not the link itself.
 *
 * @param hash SHA-256 of the token in hexadecimal
 * @param flow the one thing it was made for, or null for the front page
 * @param expiresAt exclusive
 */
record PageToken(
        String hash,
        PortalSessionId id,
        TenantId tenant,
        String returnUrl,
        @Nullable PortalFlow flow,
        Instant expiresAt) {}
