package io.hookbridge.sdk.audit;

import io.hookbridge.sdk.key.KeyMode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that was changed or asked for.
 *
 * @param id identifies the event; a UUID of version 7
 * @param createdAt when it was done
 * @param environment whether it was done in live or in test; {@code null} for what is in neither,
 *     such as people
 * @param actor who did it
 * @param action a noun and a verb, such as {@code api_key.created}
 * @param target the id of what it was done to
 * @param outcome {@code done}, or a word that says why not
 * @param requestId the request that asked for it, if one did; {@code null} if absent
 * @param detail one more fact that matters for this action; {@code null} if absent
 */
public record AuditEvent(
        String id,
        Instant createdAt,
        @Nullable KeyMode environment,
        AuditActor actor,
        String action,
        String target,
        String outcome,
        @Nullable String requestId,
        @Nullable String detail) {}
