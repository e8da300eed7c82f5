package io.hookbridge.sdk.pull;

import io.hookbridge.sdk.Members;

import java.util.List;
import java.util.Map;

/** What a pull endpoint is to be. */
public final class CreatePullEndpointRequest extends Members<CreatePullEndpointRequest> {

    private CreatePullEndpointRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static CreatePullEndpointRequest create() {
        return new CreatePullEndpointRequest(Map.of());
    }

    /**
     * What people call it.
     *
     * @param name what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest name(String name) {
        return with("name", name);
    }

    /**
     * More about it.
     *
     * @param description what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest description(String description) {
        return with("description", description);
    }

    /**
     * How long events are kept, at most as long as the plan keeps payloads, which is the default.
     *
     * @param retentionDays what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest retentionDays(long retentionDays) {
        return with("retention_days", retentionDays);
    }

    /**
     * Where the type of an event stands: in the {@code body}, in a {@code header}, or, if this is
     * empty, nowhere. One of {@code body}, {@code header}, {@code }.
     *
     * @param eventTypeSource what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest eventTypeSource(String eventTypeSource) {
        return with("event_type_source", eventTypeSource);
    }

    /**
     * The name of the header; or a place in the JSON body, names of members and positions in arrays
     * with dots between them, such as {@code data.items.0.type}.
     *
     * @param eventTypePath what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest eventTypePath(String eventTypePath) {
        return with("event_type_path", eventTypePath);
    }

    /**
     * Whether a token has to come with each request.
     *
     * @param verifyStaticToken what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest verifyStaticToken(boolean verifyStaticToken) {
        return with("verify_static_token", verifyStaticToken);
    }

    /**
     * The header that has it.
     *
     * @param tokenHeaderName what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest tokenHeaderName(String tokenHeaderName) {
        return with("token_header_name", tokenHeaderName);
    }

    /**
     * The query parameter that has it.
     *
     * @param tokenQueryParam what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest tokenQueryParam(String tokenQueryParam) {
        return with("token_query_param", tokenQueryParam);
    }

    /**
     * The token, of 16 characters at least; empty for none. It is stored as a hash.
     *
     * @param tokenValue what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest tokenValue(String tokenValue) {
        return with("token_value", tokenValue);
    }

    /**
     * The provider whose way to prove itself is checked, such as {@code github}; empty for none. It
     * checks with {@code hmac_secret}.
     *
     * @param preset what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest preset(String preset) {
        return with("preset", preset);
    }

    /**
     * What the provider repeats in its handshake; it is stored sealed, and never shown.
     *
     * @param presetVerifyToken what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest presetVerifyToken(String presetVerifyToken) {
        return with("preset_verify_token", presetVerifyToken);
    }

    /**
     * Whether it may be without a secret while its provider looks at the URL, and takes one that a
     * handshake brings within 15 minutes.
     *
     * @param awaitSecret what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest awaitSecret(boolean awaitSecret) {
        return with("await_secret", awaitSecret);
    }

    /**
     * Whether the body has to be signed with HMAC-SHA256.
     *
     * @param verifyHmac what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest verifyHmac(boolean verifyHmac) {
        return with("verify_hmac", verifyHmac);
    }

    /**
     * The header that has the signature.
     *
     * @param hmacHeaderName what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest hmacHeaderName(String hmacHeaderName) {
        return with("hmac_header_name", hmacHeaderName);
    }

    /**
     * What it is signed with; it is stored sealed, and never shown.
     *
     * @param hmacSecret what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest hmacSecret(String hmacSecret) {
        return with("hmac_secret", hmacSecret);
    }

    /**
     * One or two secrets, while the sender changes from one to the other; an empty list for none.
     *
     * @param hmacSecrets what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest hmacSecrets(List<String> hmacSecrets) {
        return with("hmac_secrets", hmacSecrets);
    }

    /**
     * The header that has the time of a signed request.
     *
     * @param timestampHeaderName what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest timestampHeaderName(String timestampHeaderName) {
        return with("timestamp_header_name", timestampHeaderName);
    }

    /**
     * How far it may be from now.
     *
     * @param timestampTtlSeconds what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest timestampTtlSeconds(int timestampTtlSeconds) {
        return with("timestamp_ttl_seconds", timestampTtlSeconds);
    }

    /**
     * Whether a signature of the body alone will do, beside which anybody can write another time.
     *
     * @param allowUnsignedTimestamp what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest allowUnsignedTimestamp(boolean allowUnsignedTimestamp) {
        return with("allow_unsigned_timestamp", allowUnsignedTimestamp);
    }

    /**
     * Whether the sender's address has to be in {@code allowed_cidrs}.
     *
     * @param verifyIpAllowlist what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest verifyIpAllowlist(boolean verifyIpAllowlist) {
        return with("verify_ip_allowlist", verifyIpAllowlist);
    }

    /**
     * Ranges of addresses.
     *
     * @param allowedCidrs what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest allowedCidrs(List<String> allowedCidrs) {
        return with("allowed_cidrs", allowedCidrs);
    }

    /**
     * The headers that tell, in this order, whether a request is a repetition.
     *
     * @param idempotencyHeaderNames what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest idempotencyHeaderNames(List<String> idempotencyHeaderNames) {
        return with("idempotency_header_names", idempotencyHeaderNames);
    }

    /**
     * What a sender is answered.
     *
     * @param ingestResponseCode what it is to be
     * @return the request with it
     */
    public CreatePullEndpointRequest ingestResponseCode(int ingestResponseCode) {
        return with("ingest_response_code", ingestResponseCode);
    }

    @Override
    protected CreatePullEndpointRequest copy(Map<String, Object> changed) {
        return new CreatePullEndpointRequest(changed);
    }
}
