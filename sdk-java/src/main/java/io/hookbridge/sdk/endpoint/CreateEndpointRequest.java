package io.hookbridge.sdk.endpoint;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;

import java.util.Map;

/** What an endpoint is to be. */
public final class CreateEndpointRequest extends Members<CreateEndpointRequest> {

    private CreateEndpointRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request with what it needs at least.
     *
     * @param url where deliveries are to go
     * @return the request
     */
    public static CreateEndpointRequest of(String url) {
        return new CreateEndpointRequest(Map.of()).with("url", url);
    }

    /**
     * What people call the endpoint; empty for nothing.
     *
     * @param description what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest description(String description) {
        return with("description", description);
    }

    /**
     * What callers note about the endpoint, in place of all that was noted before: at most 50 texts
     * of 500 characters, names of 40. Not for secrets.
     *
     * @param metadata what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest metadata(Map<String, String> metadata) {
        return with("metadata", metadata);
    }

    /**
     * The most deliveries per second; 0 for no limit.
     *
     * @param rateLimitRps what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest rateLimitRps(int rateLimitRps) {
        return with("rate_limit_rps", rateLimitRps);
    }

    /**
     * The most deliveries at once before the rate holds; 0 for as many as the rate.
     *
     * @param burst what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest burst(int burst) {
        return with("burst", burst);
    }

    /**
     * Added to every delivery: 50 headers at the most, of 8192 bytes together. Names are as HTTP
     * has them, values ASCII text. Refused are the headers that describe the connection or the
     * body, such as {@code Host}, {@code Content-Type} and {@code Content-Length}; {@code
     * Authorization} and {@code Cookie}; {@code User-Agent}; and all that begin with {@code
     * X-Webhook-} or {@code webhook-}.
     *
     * @param headers what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest headers(Map<String, String> headers) {
        return with("headers", headers);
    }

    /**
     * Whether deliveries carry signatures.
     *
     * @param hmacEnabled what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest hmacEnabled(boolean hmacEnabled) {
        return with("hmac_enabled", hmacEnabled);
    }

    /**
     * How deliveries are signed: {@code hookbridge} with {@code X-Webhook-Signature}; {@code v1} (a
     * shared secret, HMAC-SHA256) and {@code v1a} (a key pair, Ed25519) as in Standard Webhooks.
     *
     * @param signatureScheme what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest signatureScheme(SignatureScheme signatureScheme) {
        return with("signature_scheme", signatureScheme);
    }

    /**
     * When failed deliveries are tried again and how long an attempt may take, in place of all that
     * the endpoint chose before. What is left out is the project's, or the installation's; {@code
     * {}} leaves all of it to them. A policy that the plan does not allow, or whose last retry
     * would come after the payload is gone, is refused with 403.
     *
     * @param retryPolicy what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest retryPolicy(ChosenRetryPolicy retryPolicy) {
        return with("retry_policy", retryPolicy);
    }

    /**
     * The secret that the receiver has already, for those who come from another system: {@code
     * whsec_} and the Base64 of 24 to 64 bytes. Without it a new one is made. Not for {@code v1a}.
     *
     * @param signingSecret what it is to be
     * @return the request with it
     */
    public CreateEndpointRequest signingSecret(String signingSecret) {
        return with("signing_secret", signingSecret);
    }

    @Override
    protected CreateEndpointRequest copy(Map<String, Object> changed) {
        return new CreateEndpointRequest(changed);
    }
}
