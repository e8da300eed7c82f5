package io.hookbridge.sdk.endpoint;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An endpoint as a list shows it.
 *
 * @param id identifies an endpoint
 * @param url where deliveries go, as it was sent
 * @param description what people call the endpoint; left out if it has no description; {@code null}
 *     if absent
 * @param paused whether messages wait instead of being delivered
 * @param createdAt when the endpoint was made
 */
public record EndpointSummary(
        String id, String url, @Nullable String description, boolean paused, Instant createdAt) {}
