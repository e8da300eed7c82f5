package io.hookbridge.outbound.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.retry.RetryChoice;

import java.util.LinkedHashMap;
import java.util.Map;

/** The members of endpoints and signing keys in JSON. What is not there is left out. */
final class EndpointView {

    private EndpointView() {}

    /** As lists have it. */
    static Map<String, Object> summary(Endpoint endpoint) {
        Map<String, Object> json = beginning(endpoint);
        json.put("paused", endpoint.paused() != null);
        json.put("created_at", endpoint.createdAt());
        return json;
    }

    static Map<String, Object> whole(Endpoint endpoint) {
        Map<String, Object> json = beginning(endpoint);
        json.put(Metadata.MEMBER, endpoint.metadata());
        json.put("rate_limit_rps", endpoint.rateLimitRps());
        json.put("burst", endpoint.burst());
        json.put("headers", MaskedHeaders.sent(endpoint.headers()));
        json.put("hmac_enabled", endpoint.signed());
        json.put("signature_scheme", endpoint.scheme().word());
        json.put(RetryChoice.MEMBER, endpoint.retries().view());
        json.put("retry_policy_effective", endpoint.retryPolicy().view());
        json.put("paused", endpoint.paused() != null);
        if (endpoint.paused() != null) {
            json.put("paused_reason", endpoint.paused().word());
        }
        json.put("created_at", endpoint.createdAt());
        json.put("updated_at", endpoint.updatedAt());
        return json;
    }

    private static Map<String, Object> beginning(Endpoint endpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.id().toString());
        json.put("url", endpoint.url());
        if (endpoint.description() != null) {
            json.put("description", endpoint.description());
        }
        return json;
    }

    /** The endpoint with a key that has just been made for it. */
    static Map<String, Object> withKey(Endpoint endpoint, SigningKey.Issued key) {
        Map<String, Object> json = whole(endpoint);
        key.addTo(json);
        return json;
    }

    /**
     * As the first SDKs read it: {@code id} is the endpoint's, as in the answer to its creation.
     */
    static Map<String, Object> rotated(EndpointId endpoint, SigningKey.Rotated rotated) {
        SigningKey.Issued key = rotated.key();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.toString());
        key.addTo(json);
        json.put("created_at", key.createdAt());
        if (rotated.oldUntil() != null) {
            json.put("old_key_expires_at", rotated.oldUntil());
        }
        return json;
    }
}
