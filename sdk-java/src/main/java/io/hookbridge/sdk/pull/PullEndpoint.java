package io.hookbridge.sdk.pull;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint whose events are fetched.
 *
 * @param id identifies a pull endpoint
 * @param name what people call it
 * @param description more about it; {@code null} if absent
 * @param mode what it receives is fetched
 * @param ingestUrl where it receives, without the token. Only the answer to its creation has that,
 *     too.
 * @param active whether it is not deleted
 * @param paused whether it refuses whatever comes
 * @param retentionDays how long events are kept; {@code null} for as long as the plan keeps
 *     payloads
 * @param eventTypeSource where the type of an event stands; {@code null} if it is not looked for
 * @param eventTypePath the name of the header, or the place in the body, that tells the type of an
 *     event; {@code null} if absent
 * @param unverified whether nothing has to be known but the address
 * @param preset the provider whose way to prove itself is checked; {@code null} for none
 * @param secretAwaitedUntil until when a handshake may bring the secret; {@code null} if absent
 * @param verifyStaticToken whether a token has to come with each request
 * @param tokenHeaderName the header that has it; {@code null} if absent
 * @param tokenQueryParam the query parameter that has it; {@code null} if absent
 * @param verifyHmac whether the body has to be signed
 * @param hmacHeaderName the header that has the signature; {@code null} if absent
 * @param hmacSecretCount how many secrets a signature may be made with
 * @param hmacSecretHints the last four characters of each secret, or a mask for a short one
 * @param timestampHeaderName the header that has the time of a signed request; {@code null} if
 *     absent
 * @param timestampTtlSeconds how far it may be from now
 * @param allowUnsignedTimestamp whether a signature of the body alone will do, beside which anybody
 *     can write another time
 * @param verifyIpAllowlist whether the sender's address has to be in one of the ranges
 * @param allowedCidrs ranges of addresses
 * @param ingestResponseCode what a sender is answered
 * @param idempotencyHeaderNames the headers that tell whether a request is a repetition
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 */
public record PullEndpoint(
        String id,
        String name,
        @Nullable String description,
        String mode,
        @Secret String ingestUrl,
        boolean active,
        boolean paused,
        @Nullable Long retentionDays,
        @Nullable EventTypeSource eventTypeSource,
        @Nullable String eventTypePath,
        boolean unverified,
        @Nullable String preset,
        @Nullable Instant secretAwaitedUntil,
        boolean verifyStaticToken,
        @Nullable String tokenHeaderName,
        @Nullable String tokenQueryParam,
        boolean verifyHmac,
        @Nullable String hmacHeaderName,
        long hmacSecretCount,
        List<String> hmacSecretHints,
        @Nullable String timestampHeaderName,
        int timestampTtlSeconds,
        boolean allowUnsignedTimestamp,
        boolean verifyIpAllowlist,
        List<String> allowedCidrs,
        int ingestResponseCode,
        List<String> idempotencyHeaderNames,
        Instant createdAt,
        Instant updatedAt) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
