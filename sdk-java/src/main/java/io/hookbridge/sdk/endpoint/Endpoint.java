package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.retry.ChosenRetryPolicy;
import io.hookbridge.sdk.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * An address that webhooks are sent to.
 *
 * @param id identifies an endpoint
 * @param url where deliveries go, as it was sent
 * @param description what people call the endpoint; left out if it has no description; {@code null}
 *     if absent
 * @param metadata what callers note about it, by name. Nothing depends on it, and receivers do not
 *     get it.
 * @param rateLimitRps the most deliveries per second; 0 for no limit
 * @param burst the most deliveries at once before the rate holds; 0 for as many as the rate
 * @param headers added to every delivery. They are stored sealed. A value that may be a secret, by
 *     its name or its form, is shown as three asterisks, to any key; sent back for the same name,
 *     they keep the stored value.
 * @param hmacEnabled whether deliveries carry signatures
 * @param signatureScheme how deliveries are signed
 * @param retryPolicy what was chosen of when failed deliveries are tried again. What is absent is
 *     left to the project, or to the installation.
 * @param retryPolicyEffective when failed deliveries are tried again, whoever chose it. The plan
 *     may allow fewer attempts.
 * @param paused whether messages wait instead of being delivered
 * @param pausedReason why it is paused: {@code requested} by a caller, or {@code gone} because the
 *     receiver answered 410; {@code null} if absent
 * @param createdAt when the endpoint was made
 * @param updatedAt when the endpoint was changed last, paused and resumed included
 * @param delivery how deliveries go on the server that answers; {@code null} if absent
 */
public record Endpoint(
        String id,
        String url,
        @Nullable String description,
        Map<String, String> metadata,
        int rateLimitRps,
        int burst,
        Map<String, String> headers,
        boolean hmacEnabled,
        SignatureScheme signatureScheme,
        ChosenRetryPolicy retryPolicy,
        RetryPolicy retryPolicyEffective,
        boolean paused,
        @Nullable PausedReason pausedReason,
        Instant createdAt,
        Instant updatedAt,
        @Nullable EndpointDelivery delivery) {}
