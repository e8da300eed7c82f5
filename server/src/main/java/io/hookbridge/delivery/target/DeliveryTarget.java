package io.hookbridge.delivery.target;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What has to be known of a target to accept a message for it and to deliver it.
 *
 * @param headers added to every delivery; checked by {@link CustomHeaders}
 * @param rateLimitRps deliveries per second, 0 for no limit
 * @param burst deliveries at once before the rate holds; at least 1 where there is a rate
 * @param signed whether deliveries carry signatures at all
 * @param keys one or two, of the kind that {@code scheme} needs, oldest first
 * @param trial of the last of these; null if there is none
 * @param retries when failed deliveries are tried again, and how long an attempt may take
 * @param forwarding null for what is sent
 * @param paused nothing is delivered now; also where the project was deleted or the tenant is
 *     stopped
 * @param deleted no message is accepted; what was accepted is delivered unless paused
 */
public record DeliveryTarget(
        TargetId id,
        Environment environment,
        Direction direction,
        String url,
        Map<String, String> headers,
        int rateLimitRps,
        int burst,
        SignatureScheme scheme,
        boolean signed,
        List<SigningSecret> keys,
        @Nullable KeyTrial trial,
        RetryPolicy retries,
        @Nullable Forwarding forwarding,
        boolean paused,
        boolean deleted) {}
