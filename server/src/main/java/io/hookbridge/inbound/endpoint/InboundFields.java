package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.JsonBody;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a caller may say about an endpoint that receives; null is what it did not say.
 *
 * @param description empty for none
 * @param url not yet checked
 * @param eventTypeSource empty for no type
 * @param preset not yet checked; empty for none
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
        @Nullable Boolean signsAsProvider) {

    /** Anybody who knows the address can send a secret while one is awaited. */
    private static final Duration SECRET_AWAITED = Duration.ofMinutes(15);

    /** What concerns only endpoints that forward, and the choice between the modes. */
    private static final Set<String> NOT_OF_PULL =
            Set.of("mode", "url", "signing_enabled", "sign_as_provider", "forward_query");

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
                    "verify_ip_allowlist",
                    "allowed_cidrs",
                    "idempotency_header_names",
                    "ingest_response_code",
                    "forward_query");

    static final int MAX_NAME = 255;
    static final int MAX_DESCRIPTION = 500;
    private static final int MAX_PATH = 256;
    private static final int MAX_SECRET = 1_000;
    private static final int MAX_TTL_SECONDS = 7 * 24 * 60 * 60;
    private static final int MOST_RANGES = 100;
    private static final int MOST_HEADERS = 10;

    /** More than any plan keeps payloads; a plan's own limit is checked later. */
    private static final int MOST_DAYS = 366;

    /** RFC 9110, section 5.6.2. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Pattern PARAMETER = Pattern.compile("[!-~&&[^&=#+%]]{1,100}");

    /** The members of a body that says it about an endpoint whose events are fetched. */
    public static final List<String> PULL_MEMBERS =
            Stream.concat(
                            MEMBERS.stream().filter(member -> !NOT_OF_PULL.contains(member)),
                            Stream.of("retention_days", "event_type_source", "event_type_path"))
                    .toList();

    /**
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static InboundFields read(JsonBody body) {
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
                header(body, "token_header_name"),
                body.text("token_query_param").map(InboundFields::parameter).orElse(null),
                secret(body, "token_value").map(Sha256::of).orElse(null),
                body.flag("verify_hmac").orElse(null),
                header(body, "hmac_header_name"),
                secrets(body),
                header(body, "timestamp_header_name"),
                body.integer("timestamp_ttl_seconds", 1, MAX_TTL_SECONDS).orElse(null),
                body.flag("verify_ip_allowlist").orElse(null),
                body.texts("allowed_cidrs").map(InboundFields::ranges).orElse(null),
                body.texts("idempotency_header_names").map(InboundFields::headers).orElse(null),
                body.integer("ingest_response_code", 200, 299).orElse(null),
                pull ? null : body.flag("forward_query").orElse(null),
                pull ? body.integer("retention_days", 1, MOST_DAYS).orElse(null) : null,
                pull ? body.text("event_type_source").orElse(null) : null,
                pull ? body.text("event_type_path", MAX_PATH).orElse(null) : null,
                body.text("preset").orElse(null),
                secret(body, "preset_verify_token").orElse(null),
                body.flag("await_secret").orElse(null),
                pull ? null : body.flag("sign_as_provider").orElse(null));
    }

    private static InboundMode mode(String word) {
        return InboundMode.of(word)
                .orElseThrow(() ->
                        ApiError.invalidRequest("mode must be \"forward\", \"cli\" or \"pull\""));
    }

    private static @Nullable String header(JsonBody body, String member) {
        return body.text(member).map(name -> header(member, name)).orElse(null);
    }

    private static String header(String member, String name) {
        if (!HEADER.matcher(name).matches()) {
            throw invalid(member, "must be the name of a header, of 100 characters at most");
        }
        return name;
    }

    private static String parameter(String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw invalid(
                    "token_query_param",
                    "must be the name of a query parameter without escapes, of 100 characters at most");
        }
        return name;
    }

    /** What cannot be guessed at least for being empty. */
    private static Optional<String> secret(JsonBody body, String member) {
        return body.text(member, MAX_SECRET).map(text -> secret(member, text));
    }

    private static String secret(String member, String text) {
        if (text.isBlank()) {
            throw invalid(member, "must not be empty");
        }
        return text;
    }

    private static @Nullable List<String> secrets(JsonBody body) {
        Optional<String> one = secret(body, "hmac_secret");
        Optional<List<String>> several = body.texts("hmac_secrets");
        if (one.isPresent() && several.isPresent()) {
            throw invalid("hmac_secret", "must not be given together with hmac_secrets");
        }
        if (several.isEmpty()) {
            return one.map(List::of).orElse(null);
        }
        List<String> secrets = several.get();
        if (secrets.isEmpty() || secrets.size() > InboundChecks.MOST_SECRETS) {
            throw invalid("hmac_secrets", "must have one or two elements");
        }
        secrets.forEach(text -> {
            if (text.length() > MAX_SECRET) {
                throw invalid("hmac_secrets", "must have elements of 1000 characters at most");
            }
            var _ = secret("hmac_secrets", text);
        });
        return List.copyOf(secrets);
    }

    private static List<AddressRange> ranges(List<String> texts) {
        if (texts.size() > MOST_RANGES) {
            throw invalid("allowed_cidrs", "must have at most " + MOST_RANGES + " elements");
        }
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int place = i;
            ranges.add(
                    AddressRange.parse(texts.get(i))
                            .orElseThrow(() ->
                                    invalid(
                                            "allowed_cidrs/" + place,
                                            "must be a range such as 203.0.113.0/24, without bits after"
                                                    + " its prefix")));
        }
        return List.copyOf(ranges);
    }

    private static List<String> headers(List<String> names) {
        if (names.size() > MOST_HEADERS) {
            throw invalid(
                    "idempotency_header_names", "must have at most " + MOST_HEADERS + " elements");
        }
        for (int i = 0; i < names.size(); i++) {
            var _ = header("idempotency_header_names/" + i, names.get(i));
        }
        return List.copyOf(names);
    }

    private static ApiError invalid(String member, String rule) {
        return ApiError.invalidRequest(member.replaceFirst("/.*", "") + " " + rule)
                .with(Map.of("pointer", "/" + member));
    }

    boolean sayNothing() {
        return equals(
                new InboundFields(
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null));
    }

    /**
     * A new endpoint with the defaults for what was not said.
     *
     * @param usualMode the mode if none was said
     * @param presets those that there are
     * @throws ApiError {@code INVALID_REQUEST} if that is none that can receive
     */
    InboundEndpoint make(
            InboundEndpointId id,
            EnvironmentId environment,
            TenantId tenant,
            InboundMode usualMode,
            String token,
            EndpointPresets presets,
            Instant now) {
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
                        description == null
                                ? old.description()
                                : description.isEmpty() ? null : description,
                        or(mode, old.mode()),
                        or(url, old.url()),
                        or(signed, old.signed()),
                        or(signsAsProvider, old.signsAsProvider()),
                        old.token(),
                        checks,
                        or(idempotencyHeaders, old.idempotencyHeaders()),
                        responseCode(old, checks, presets),
                        or(forwardsQuery, old.forwardsQuery()),
                        retentionDays == null ? old.retentionDays() : retentionDays,
                        EventTypeRule.changed(old.eventType(), eventTypeSource, eventTypePath),
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
                tokenHeader == null ? old.tokenHeader() : tokenHeader,
                tokenParameter == null ? old.tokenParameter() : tokenParameter,
                tokenSha256 == null ? old.tokenSha256() : tokenSha256,
                or(verifiesHmac, old.verifiesHmac()),
                hmacHeader == null ? old.hmacHeader() : hmacHeader,
                or(hmacSecrets, old.hmacSecrets()),
                timestampHeader == null ? old.timestampHeader() : timestampHeader,
                or(timestampTtlSeconds, old.timestampTtlSeconds()),
                or(verifiesAddress, old.verifiesAddress()),
                or(cidrs, old.cidrs()),
                preset == null ? old.preset() : preset.isEmpty() ? null : preset,
                verifyToken == null ? old.verifyToken() : verifyToken,
                takesSecretUntil(old, now));
    }

    /** Whoever enters a secret awaits none any more. */
    private @Nullable Instant takesSecretUntil(InboundChecks old, Instant now) {
        if (awaitsSecret == null) {
            return hmacSecrets == null ? old.takesSecretUntil() : null;
        }
        return awaitsSecret ? now.plus(SECRET_AWAITED) : null;
    }

    private static <T> T or(@Nullable T said, T old) {
        return said == null ? old : said;
    }
}
