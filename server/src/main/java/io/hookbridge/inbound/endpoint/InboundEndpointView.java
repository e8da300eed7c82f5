package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members of endpoints that receive in JSON. What is not there is left out; secrets never come
 * back, but for the token, without which nobody could find the address again. Whoever has it can
 * send to the endpoint, so it is told to those only who could change the endpoint as well.
 */
public final class InboundEndpointView {

    private final IngestUrl ingest;
    private final StreamUrl stream;
    private final RetryPolicy retries;

    /**
     * @param retries what holds for retries where neither endpoint nor project chose
     */
    InboundEndpointView(IngestUrl ingest, StreamUrl stream, RetryPolicy retries) {
        this.retries = retries;
        this.ingest = ingest;
        this.stream = stream;
    }

    private String ingestUrl(InboundEndpoint endpoint, Caller caller) {
        return caller.permissions().contains(Permission.MANAGE)
                ? ingest.of(endpoint)
                : ingest.masked(endpoint);
    }

    /** As lists have it. */
    Map<String, Object> summary(InboundEndpoint endpoint, Caller caller) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.id().toString());
        json.put("name", endpoint.name());
        json.put("url", endpoint.url());
        json.put("mode", endpoint.mode().word());
        json.put("active", true);
        json.put("paused", endpoint.paused());
        json.put("ingest_url", ingestUrl(endpoint, caller));
        json.put("created_at", endpoint.createdAt());
        return json;
    }

    Map<String, Object> whole(InboundEndpoint endpoint, Caller caller) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.id().toString());
        json.put("name", endpoint.name());
        putUnlessNull(json, "description", endpoint.description());
        json.put("url", endpoint.url());
        json.put("mode", endpoint.mode().word());
        json.put("ephemeral", false);
        json.put("active", true);
        json.put("paused", endpoint.paused());
        putChecks(json, endpoint.checks());
        json.put("ingest_response_code", endpoint.responseCode());
        json.put("idempotency_header_names", endpoint.idempotencyHeaders());
        json.put("signing_enabled", endpoint.signed());
        json.put("sign_as_provider", endpoint.signsAsProvider());
        json.put("forward_query", endpoint.forwardsQuery());
        json.put(RetryChoice.MEMBER, endpoint.retries().view());
        json.put("retry_policy_effective", endpoint.retryPolicy(retries).view());
        json.put("ingest_url", ingestUrl(endpoint, caller));
        if (endpoint.mode() == InboundMode.CLI) {
            json.put("stream_url", stream.of(endpoint));
        }
        json.put("created_at", endpoint.createdAt());
        json.put("updated_at", endpoint.updatedAt());
        return json;
    }

    /** What a request has to pass. */
    public static void putChecks(Map<String, Object> json, InboundChecks checks) {
        json.put("unverified", !checks.any());
        json.put("preset", checks.preset());
        putUnlessNull(json, "secret_awaited_until", checks.takesSecretUntil());
        json.put("verify_static_token", checks.verifiesToken());
        putUnlessNull(json, "token_header_name", checks.tokenHeader());
        putUnlessNull(json, "token_query_param", checks.tokenParameter());
        json.put("verify_hmac", checks.verifiesHmac());
        putUnlessNull(json, "hmac_header_name", checks.hmacHeader());
        json.put("hmac_secret_count", checks.hmacSecrets().size());
        json.put("hmac_secret_hints", checks.secretHints());
        putUnlessNull(json, "timestamp_header_name", checks.timestampHeader());
        json.put("timestamp_ttl_seconds", checks.timestampTtlSeconds());
        json.put("allow_unsigned_timestamp", checks.allowsUnsignedTimestamp());
        json.put("verify_ip_allowlist", checks.verifiesAddress());
        json.put("allowed_cidrs", checks.cidrs().stream().map(Object::toString).toList());
    }

    private static void putUnlessNull(
            Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** With what is told once. */
    Map<String, Object> created(InboundEndpoints.Changed created, Caller caller) {
        Map<String, Object> json = changed(created, caller);
        json.put("secret_token", created.endpoint().token());
        return json;
    }

    /** With its first key, if it has just got one. */
    Map<String, Object> changed(InboundEndpoints.Changed changed, Caller caller) {
        Map<String, Object> json = whole(changed.endpoint(), caller);
        changed.newKey().ifPresent(key -> key.addTo(json));
        return json;
    }
}
