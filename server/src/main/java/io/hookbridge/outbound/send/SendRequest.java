package io.hookbridge.outbound.send;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a caller asks to be sent; its form is checked, whether it may be sent is not.
 *
 * @param endpoint as the caller wrote it, perhaps no identifier at all
 * @param payload the JSON object exactly as it was sent; must not be changed
 * @param idempotencyKey null for a message that is always new
 * @param retentionHours how long the payload is kept; 0 until it is delivered, null as the plan
 *     says
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SendRequest(
        String endpoint,
        byte[] payload,
        Map<String, String> headers,
        @Nullable String idempotencyKey,
        @Nullable Integer retentionHours) {}
