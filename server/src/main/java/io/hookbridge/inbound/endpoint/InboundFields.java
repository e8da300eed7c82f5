package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.JsonBody;
import io.hookbridge.retry.RetryChoice;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a caller may say about an endpoint that receives; null is what it did not say.
 *
 * @param description empty for none, like the names of headers and of the parameter
 * @param url not yet checked
 * @param tokenSha256 without a byte for no token
 * @param retentionDays 0 for as long as the plan says
 * @param eventTypeSource empty for no type
 * @param preset not yet checked; empty for none
 * @param verifyToken empty for none
 * @param retries all that the endpoint chooses of retries
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record InboundFields(
        @Nullable String name,
        @Nullable String description,
        @Nullable InboundMode mode,
        @Nullable String url,
        @Nullable Boolean signed,
        @Nullable Boolean verifiesToken,
        @Nullable String tokenHeader,
        @Nullable String tokenParameter,
        byte @Nullable [] tokenSha256,
        @Nullable Boolean verifiesHmac,
        @Nullable String hmacHeader,
        @Nullable List<String> hmacSecrets,
        @Nullable String timestampHeader,
        @Nullable Integer timestampTtlSeconds,
        @Nullable Boolean allowsUnsignedTimestamp,
        @Nullable Boolean verifiesAddress,
        @Nullable List<AddressRange> cidrs,
        @Nullable List<String> idempotencyHeaders,
        @Nullable Integer responseCode,
        @Nullable Boolean forwardsQuery,
        @Nullable Integer retentionDays,
        @Nullable String eventTypeSource,
        @Nullable String eventTypePath,
        @Nullable String preset,
        @Nullable String verifyToken,
        @Nullable Boolean awaitsSecret,
        @Nullable Boolean signsAsProvider,
        @Nullable RetryChoice retries) {

    /** Anybody who knows the address can send a secret while one is awaited. */
    private static final Duration SECRET_AWAITED = Duration.ofMinutes(15);

    /** What concerns only endpoints that forward, and the choice between the modes. */
    private static final Set<String> NOT_OF_PULL =
            Set.of(
                    "mode",
                    "url",
                    "signing_enabled",
                    "sign_as_provider",
                    "forward_query",
                    RetryChoice.MEMBER);

    /** The members of a body that says it about an endpoint of any mode. */
    static final List<String> MEMBERS =
            List.of(
                    "name",
                    "description",
                    "mode",
                    "url",
                    "signing_enabled",
                    "sign_as_provider",
                    "preset",
                    "preset_verify_token",
                    "await_secret",
                    "verify_static_token",
                    "token_header_name",
                    "token_query_param",
                    "token_value",
                    "verify_hmac",
                    "hmac_header_name",
                    "hmac_secret",
                    "hmac_secrets",
                    "timestamp_header_name",
                    "timestamp_ttl_seconds",
                    "allow_unsigned_timestamp",
                    "verify_ip_allowlist",
                    "allowed_cidrs",
                    "idempotency_header_names",
                    "ingest_response_code",
                    "forward_query",
                    RetryChoice.MEMBER);

    /** Of a name, in characters. */
    public static final int MAX_NAME = 255;

    static final int MAX_DESCRIPTION = 500;
    private static final int MAX_PATH = 256;
    private static final int MAX_TTL_SECONDS = 7 * 24 * 60 * 60;

    /** More than any plan keeps payloads; a plan's own limit is checked later. */
    private static final int MOST_DAYS = 366;

    /** The members of a body that says it about an endpoint whose events are fetched. */
    public static final List<String> PULL_MEMBERS =
            Stream.concat(
                            MEMBERS.stream().filter(member -> !NOT_OF_PULL.contains(member)),
                            Stream.of("retention_days", "event_type_source", "event_type_path"))
                    .toList();

    /**
     * What a body says about an endpoint of any mode.
     *
     * @throws ApiError {@code INVALID_REQUEST}
     */
    public static InboundFields read(JsonBody body) {
        return read(body, false);
    }

    /**
     * What a body says about an endpoint whose events are fetched, which has no other mode.
     *
     * @throws ApiError {@code INVALID_REQUEST}
     */
    public static InboundFields readPull(JsonBody body) {
        return read(body, true);
    }

    /** What is not a member of either kind is ignored. */
    private static InboundFields read(JsonBody body, boolean pull) {
        return new InboundFields(
                body.text("name", MAX_NAME).orElse(null),
                body.text("description", MAX_DESCRIPTION).orElse(null),
                pull ? null : body.text("mode").map(InboundFields::mode).orElse(null),
                pull ? null : body.text("url").orElse(null),
                pull ? null : body.flag("signing_enabled").orElse(null),
                body.flag("verify_static_token").orElse(null),
                CheckMembers.header(body, "token_header_name"),
                CheckMembers.parameter(body),
                CheckMembers.token(body).orElse(null),
                body.flag("verify_hmac").orElse(null),
                CheckMembers.header(body, "hmac_header_name"),
                CheckMembers.secrets(body),
                CheckMembers.header(body, "timestamp_header_name"),
                body.integer("timestamp_ttl_seconds", 1, MAX_TTL_SECONDS).orElse(null),
                body.flag("allow_unsigned_timestamp").orElse(null),
                body.flag("verify_ip_allowlist").orElse(null),
                CheckMembers.ranges(body),
                CheckMembers.idempotencyHeaders(body),
                body.integer("ingest_response_code", 200, 299).orElse(null),
                pull ? null : body.flag("forward_query").orElse(null),
                pull ? body.integer("retention_days", 0, MOST_DAYS).orElse(null) : null,
                pull ? body.text("event_type_source").orElse(null) : null,
                pull ? body.text("event_type_path", MAX_PATH).orElse(null) : null,
                body.text("preset").orElse(null),
                CheckMembers.secret(body, "preset_verify_token").orElse(null),
                body.flag("await_secret").orElse(null),
                pull ? null : body.flag("sign_as_provider").orElse(null),
                pull ? null : RetryChoice.in(body));
    }

    private static InboundMode mode(String word) {
        return InboundMode.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest("mode must be \"forward\", \"cli\" or \"pull\""));
    }

    boolean sayNothing() {
        return equals(
                new InboundFields(
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null));
    }

    /**
     * A new endpoint with the defaults for what was not said.
     *
     * @param usualMode the mode if none was said
     * @param ofProject what its project chooses of retries
     * @param presets those that there are
     * @throws ApiError {@code INVALID_REQUEST} if that is none that can receive
     */
    InboundEndpoint make(
            InboundEndpointId id,
            EnvironmentId environment,
            TenantId tenant,
            InboundMode usualMode,
            String token,
            RetryChoice ofProject,
            EndpointPresets presets,
            Instant now) {
        if (retentionDays != null && retentionDays == 0) {
            throw CheckMembers.invalid("retention_days", "must be at least 1");
        }
        return change(
                new InboundEndpoint(
                        id,
                        environment,
                        tenant,
                        "",
                        null,
                        usualMode,
                        "",
                        false,
                        false,
                        token,
                        InboundChecks.NONE,
                        List.of(),
                        202,
                        true,
                        null,
                        null,
                        RetryChoice.NONE,
                        ofProject,
                        false,
                        now,
                        now),
                presets,
                now);
    }

    /**
     * The endpoint with what was said.
     *
     * @throws ApiError {@code INVALID_REQUEST} if that is none that can receive
     */
    InboundEndpoint change(InboundEndpoint old, EndpointPresets presets, Instant now) {
        InboundChecks checks = change(old.checks(), now);
        InboundEndpoint changed =
                new InboundEndpoint(
                        old.id(),
                        old.environment(),
                        old.tenant(),
                        or(name, old.name()),
                        changed(description, "", old.description()),
                        or(mode, old.mode()),
                        or(url, old.url()),
                        or(signed, old.signed()),
                        or(signsAsProvider, old.signsAsProvider()),
                        old.token(),
                        checks,
                        or(idempotencyHeaders, old.idempotencyHeaders()),
                        responseCode(old, checks, presets),
                        or(forwardsQuery, old.forwardsQuery()),
                        changed(retentionDays, 0, old.retentionDays()),
                        EventTypeRule.changed(old.eventType(), eventTypeSource, eventTypePath),
                        or(retries, old.retries()),
                        old.retriesOfProject(),
                        old.paused(),
                        old.createdAt(),
                        now);
        if (changed.mode() == InboundMode.FORWARD && changed.url().isEmpty()) {
            throw ApiError.invalidRequest("url is required while mode is \"forward\"")
                    .with(Map.of("pointer", "/url"));
        }
        checks.requireUsable();
        presets.requireUsable(changed);
        return changed;
    }

    /** What was said, or else what the provider of a new preset wants to hear. */
    private int responseCode(InboundEndpoint old, InboundChecks checks, EndpointPresets presets) {
        if (responseCode != null) {
            return responseCode;
        }
        return Objects.equals(checks.preset(), old.checks().preset())
                ? old.responseCode()
                : presets.responseCode(old.environment(), checks).orElse(old.responseCode());
    }

    private InboundChecks change(InboundChecks old, Instant now) {
        return new InboundChecks(
                or(verifiesToken, old.verifiesToken()),
                changed(tokenHeader, "", old.tokenHeader()),
                changed(tokenParameter, "", old.tokenParameter()),
                changedToken(old.tokenSha256()),
                or(verifiesHmac, old.verifiesHmac()),
                changed(hmacHeader, "", old.hmacHeader()),
                or(hmacSecrets, old.hmacSecrets()),
                changed(timestampHeader, "", old.timestampHeader()),
                or(timestampTtlSeconds, old.timestampTtlSeconds()),
                or(allowsUnsignedTimestamp, old.allowsUnsignedTimestamp()),
                or(verifiesAddress, old.verifiesAddress()),
                or(cidrs, old.cidrs()),
                changed(preset, "", old.preset()),
                changed(verifyToken, "", old.verifyToken()),
                takesSecretUntil(old, now));
    }

    /** Whoever enters a secret awaits none any more. */
    private @Nullable Instant takesSecretUntil(InboundChecks old, Instant now) {
        if (awaitsSecret == null) {
            return hmacSecrets == null ? old.takesSecretUntil() : null;
        }
        return awaitsSecret ? now.plus(SECRET_AWAITED) : null;
    }

    private byte @Nullable [] changedToken(byte @Nullable [] old) {
        if (tokenSha256 == null) {
            return old;
        }
        return tokenSha256.length == 0 ? null : tokenSha256;
    }

    /**
     * @param none how nothing is said to be wanted any more
     */
    private static <T> @Nullable T changed(@Nullable T said, T none, @Nullable T old) {
        if (said == null) {
            return old;
        }
        return said.equals(none) ? null : said;
    }

    private static <T> T or(@Nullable T said, T old) {
        return said == null ? old : said;
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "InboundFields";
    }
}
