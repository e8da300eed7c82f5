package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.key.SigningTarget;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * An endpoint that is not deleted, without its signing keys.
 *
 * @param description null for none
 * @param metadata what callers note about it, by name
 * @param rateLimitRps deliveries per second, 0 for no limit
 * @param burst deliveries at once before the rate holds, 0 for as many as the rate
 * @param headers added to every delivery
 * @param signed whether deliveries carry signatures
 * @param retries what the endpoint chooses of retries
 * @param inherited what holds for retries where it chooses nothing
 * @param paused why messages wait; null while they are delivered
 */
public record Endpoint(
        EndpointId id,
        EnvironmentId environment,
        TenantId tenant,
        String url,
        @Nullable String description,
        Map<String, String> metadata,
        int rateLimitRps,
        int burst,
        Map<String, String> headers,
        boolean signed,
        SignatureScheme scheme,
        RetryChoice retries,
        RetryPolicy inherited,
        @Nullable Pause paused,
        Instant createdAt,
        Instant updatedAt)
        implements SigningTarget {

    /** Why nothing is delivered. */
    public enum Pause {
        /** A caller asked for it. */
        REQUESTED,
        /** The receiver answered 410 Gone. */
        GONE;

        /** The word in SQL and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Pause of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What holds for its retries. */
    public RetryPolicy retryPolicy() {
        return retries.over(inherited);
    }

    Endpoint paused(@Nullable Pause newPaused, Instant now) {
        return new Endpoint(
                id,
                environment,
                tenant,
                url,
                description,
                metadata,
                rateLimitRps,
                burst,
                headers,
                signed,
                scheme,
                retries,
                inherited,
                newPaused,
                createdAt,
                now);
    }
}
