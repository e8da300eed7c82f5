package io.hookbridge.billing.builtin;

import io.hookbridge.access.Actor;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.PortalFlow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is kept of a portal or checkout link; not the link itself.
 *
 * @param hash SHA-256 of the token in hexadecimal
 * @param flow the one thing a portal link was made for, or null for the front page
 * @param purchase what a checkout link starts, or null for a portal link
 * @param maker who asked for the link
 * @param expiresAt exclusive
 */
record PageToken(
        String hash,
        PortalSessionId id,
        Customer customer,
        String returnUrl,
        @Nullable PortalFlow flow,
        @Nullable Purchase purchase,
        Actor maker,
        Instant expiresAt) {}
