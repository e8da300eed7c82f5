package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;
import io.hookbridge.sdk.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint that receives. What was never said is absent.
 *
 * @param id identifies an endpoint that receives; a UUID of version 7
 * @param name what people call it
 * @param description what else is said about it; {@code null} if absent
 * @param url where it forwards to; empty if that was never said
 * @param mode where what an endpoint receives goes
 * @param ephemeral whether it ends by itself
 * @param active whether it exists
 * @param paused whether it refuses whatever comes
 * @param unverified whether no check is on
 * @param preset the provider whose way to prove itself is checked; {@code null} for none
 * @param secretAwaitedUntil until when a handshake may bring the secret; {@code null} if absent
 * @param verifyStaticToken whether a token has to come with each request
 * @param tokenHeaderName the header that has the token; {@code null} if absent
 * @param tokenQueryParam the parameter of the query that has the token; {@code null} if absent
 * @param verifyHmac whether each request has to be signed
 * @param hmacHeaderName the header that has the signature; {@code null} if absent
 * @param hmacSecretCount how many secrets it checks with
 * @param hmacSecretHints the last four characters of each secret, or a mask for a short one
 * @param timestampHeaderName the header that has the time of a signed request; {@code null} if
 *     absent
 * @param timestampTtlSeconds how far that time may be from now
 * @param allowUnsignedTimestamp whether a signature of the body alone will do, beside which anybody
 *     can write another time
 * @param verifyIpAllowlist whether the sender's address has to be in one of the ranges
 * @param allowedCidrs ranges of addresses
 * @param ingestResponseCode the status that a request that was taken is answered with
 * @param idempotencyHeaderNames the headers that tell events apart
 * @param signingEnabled whether what is forwarded is signed
 * @param signAsProvider whether what is forwarded is signed anew as the provider signs
 * @param forwardQuery whether the query is forwarded, too
 * @param retryPolicy what was chosen of when failed deliveries are tried again. What is absent is
 *     left to the project, or to the installation.
 * @param retryPolicyEffective when failed deliveries are tried again, whoever chose it. The plan
 *     may allow fewer attempts.
 * @param ingestUrl where it receives, with its token; masked for who may not manage endpoints
 * @param streamUrl where its events are listened to, in mode {@code cli}; {@code null} if absent
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record InboundEndpoint(
        String id,
        String name,
        @Nullable String description,
        String url,
        InboundMode mode,
        boolean ephemeral,
        boolean active,
        boolean paused,
        boolean unverified,
        @Nullable String preset,
        @Nullable Instant secretAwaitedUntil,
        boolean verifyStaticToken,
        @Nullable String tokenHeaderName,
        @Nullable String tokenQueryParam,
        boolean verifyHmac,
        @Nullable String hmacHeaderName,
        int hmacSecretCount,
        List<String> hmacSecretHints,
        @Nullable String timestampHeaderName,
        int timestampTtlSeconds,
        boolean allowUnsignedTimestamp,
        boolean verifyIpAllowlist,
        List<String> allowedCidrs,
        int ingestResponseCode,
        List<String> idempotencyHeaderNames,
        boolean signingEnabled,
        boolean signAsProvider,
        boolean forwardQuery,
        ChosenRetryPolicy retryPolicy,
        RetryPolicy retryPolicyEffective,
        @Secret String ingestUrl,
        @Nullable String streamUrl,
        Instant createdAt,
        Instant updatedAt) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
