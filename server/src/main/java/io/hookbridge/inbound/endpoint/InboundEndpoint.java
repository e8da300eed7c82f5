package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.key.SigningTarget;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint that receives, without its signing keys.
 *
 * @param name empty for none
 * @param description null for none
 * @param url where it forwards to; empty if that was never said
 * @param signed whether what it forwards carries signatures
 * @param signsAsProvider whether it is signed anew as the provider of the preset does
 * @param token the last part of the address that it receives at
 * @param idempotencyHeaders that make, in this order, the key by which a repetition is known
 * @param responseCode what a sender is answered, 200 to 299
 * @param forwardsQuery whether the query of a request is appended to the URL
 * @param retentionDays how long what waits to be fetched is kept; null for as long as the plan says
 * @param eventType null if the type of events is not looked for
 * @param retries what it chooses of retries
 * @param retriesOfProject what its project chooses of them
 * @param paused whether it refuses whatever comes
 */
public record InboundEndpoint(
        InboundEndpointId id,
        EnvironmentId environment,
        TenantId tenant,
        String name,
        @Nullable String description,
        InboundMode mode,
        String url,
        boolean signed,
        boolean signsAsProvider,
        String token,
        InboundChecks checks,
        List<String> idempotencyHeaders,
        int responseCode,
        boolean forwardsQuery,
        @Nullable Integer retentionDays,
        @Nullable EventTypeRule eventType,
        RetryChoice retries,
        RetryChoice retriesOfProject,
        boolean paused,
        Instant createdAt,
        Instant updatedAt)
        implements SigningTarget {

    /** There is only one for what is forwarded. */
    @Override
    public SignatureScheme scheme() {
        return SignatureScheme.HOOKBRIDGE;
    }

    /**
     * What holds for retries of what it forwards.
     *
     * @param installation where neither it nor its project chose
     */
    public RetryPolicy retryPolicy(RetryPolicy installation) {
        return retries.over(retriesOfProject.over(installation));
    }

    InboundEndpoint paused(boolean newPaused, Instant now) {
        return changed(checks, newPaused, now);
    }

    InboundEndpoint with(InboundChecks newChecks, Instant now) {
        return changed(newChecks, paused, now);
    }

    private InboundEndpoint changed(InboundChecks newChecks, boolean newPaused, Instant now) {
        return new InboundEndpoint(
                id,
                environment,
                tenant,
                name,
                description,
                mode,
                url,
                signed,
                signsAsProvider,
                token,
                newChecks,
                idempotencyHeaders,
                responseCode,
                forwardsQuery,
                retentionDays,
                eventType,
                retries,
                retriesOfProject,
                newPaused,
                createdAt,
                now);
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "InboundEndpoint " + id;
    }
}
