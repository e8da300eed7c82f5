package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.CustomHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.JsonBody;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a caller may say about an endpoint; null is what it did not say.
 *
 * @param url not yet checked
 * @param description empty for none
 * @param retries all that the endpoint chooses of retries
 * @param metadata all that is noted
 */
public record EndpointFields(
        @Nullable String url,
        @Nullable String description,
        @Nullable Integer rateLimitRps,
        @Nullable Integer burst,
        @Nullable Map<String, String> headers,
        @Nullable Boolean signed,
        @Nullable SignatureScheme scheme,
        @Nullable RetryChoice retries,
        @Nullable Map<String, String> metadata) {

    /** The members of a body that says all that. */
    static final List<String> MEMBERS =
            List.of(
                    "url",
                    "description",
                    "rate_limit_rps",
                    "burst",
                    "headers",
                    "hmac_enabled",
                    "signature_scheme",
                    RetryChoice.MEMBER,
                    Metadata.MEMBER);

    /** The longest description, in characters. */
    public static final int MAX_DESCRIPTION = 500;

    /** The highest rate, in deliveries per second. */
    public static final int MAX_RATE = 1000;

    /** The most deliveries at once before the rate holds. */
    public static final int MAX_BURST = 10_000;

    /**
     * @throws ApiError {@code INVALID_REQUEST}, {@code INVALID_HEADERS}
     */
    static EndpointFields read(JsonBody body) {
        return new EndpointFields(
                body.text("url").orElse(null),
                body.text("description", MAX_DESCRIPTION).orElse(null),
                body.integer("rate_limit_rps", 0, MAX_RATE).orElse(null),
                body.integer("burst", 0, MAX_BURST).orElse(null),
                body.textsByName("headers").map(CustomHeaders::check).orElse(null),
                body.flag("hmac_enabled").orElse(null),
                body.text("signature_scheme").map(EndpointFields::scheme).orElse(null),
                RetryChoice.in(body),
                body.textsByName(Metadata.MEMBER).map(Metadata::check).orElse(null));
    }

    private static SignatureScheme scheme(String word) {
        return SignatureScheme.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                "signature_scheme must be \"hookbridge\", \"v1\" or \"v1a\""));
    }

    boolean sayNothing() {
        return Stream.of(
                        url,
                        description,
                        rateLimitRps,
                        burst,
                        headers,
                        signed,
                        scheme,
                        retries,
                        metadata)
                .allMatch(Objects::isNull);
    }

    /**
     * A new endpoint with the defaults for what was not said.
     *
     * @throws ApiError {@code INVALID_HEADERS} for the mask of a header
     */
    Endpoint make(
            EndpointId id,
            EnvironmentId environment,
            TenantId tenant,
            String checkedUrl,
            RetryPolicy inherited,
            Instant now) {
        return change(
                new Endpoint(
                        id,
                        environment,
                        tenant,
                        checkedUrl,
                        null,
                        Map.of(),
                        0,
                        0,
                        Map.of(),
                        true,
                        SignatureScheme.HOOKBRIDGE,
                        RetryChoice.NONE,
                        inherited,
                        null,
                        now,
                        now),
                now);
    }

    /**
     * The endpoint with what was said.
     *
     * @throws ApiError {@code INVALID_HEADERS} for the mask of a header that it does not have
     */
    Endpoint change(Endpoint old, Instant now) {
        return new Endpoint(
                old.id(),
                old.environment(),
                old.tenant(),
                or(url, old.url()),
                description == null ? old.description() : emptyToNull(description),
                or(metadata, old.metadata()),
                or(rateLimitRps, old.rateLimitRps()),
                or(burst, old.burst()),
                headers == null ? old.headers() : CustomHeaders.unmasked(headers, old.headers()),
                or(signed, old.signed()),
                or(scheme, old.scheme()),
                or(retries, old.retries()),
                old.inherited(),
                old.paused(),
                old.createdAt(),
                now);
    }

    private static <T> T or(@Nullable T said, T old) {
        return Optional.ofNullable(said).orElse(old);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
