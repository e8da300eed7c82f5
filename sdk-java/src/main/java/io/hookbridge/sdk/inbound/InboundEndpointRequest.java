package io.hookbridge.sdk.inbound;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;

import java.util.List;
import java.util.Map;

/** What an endpoint that receives is to be. A change leaves what is not said as it is. */
public final class InboundEndpointRequest extends Members<InboundEndpointRequest> {

    private InboundEndpointRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static InboundEndpointRequest create() {
        return new InboundEndpointRequest(Map.of());
    }

    /**
     * What people call the endpoint.
     *
     * @param name what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest name(String name) {
        return with("name", name);
    }

    /**
     * What people want to know of it; empty for nothing.
     *
     * @param description what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest description(String description) {
        return with("description", description);
    }

    /**
     * Where what it receives goes; {@code forward} where nothing is said.
     *
     * @param mode what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest mode(InboundMode mode) {
        return with("mode", mode);
    }

    /**
     * Where it is forwarded to; required while {@code mode} is {@code forward}, else empty for
     * nowhere.
     *
     * @param url what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest url(String url) {
        return with("url", url);
    }

    /**
     * Whether what is forwarded carries signatures.
     *
     * @param signingEnabled what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest signingEnabled(boolean signingEnabled) {
        return with("signing_enabled", signingEnabled);
    }

    /**
     * Whether what is forwarded is signed anew as the provider of the {@code preset} would sign it
     * then and there: with the first secret, the time of the attempt and the URL that it goes to,
     * so that the provider's SDK accepts what was held up or is replayed. Only for presets that
     * sign with a shared secret in a header.
     *
     * @param signAsProvider what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest signAsProvider(boolean signAsProvider) {
        return with("sign_as_provider", signAsProvider);
    }

    /**
     * Whether a token has to be there.
     *
     * @param verifyStaticToken what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest verifyStaticToken(boolean verifyStaticToken) {
        return with("verify_static_token", verifyStaticToken);
    }

    /**
     * The header that it stands in; empty for none.
     *
     * @param tokenHeaderName what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest tokenHeaderName(String tokenHeaderName) {
        return with("token_header_name", tokenHeaderName);
    }

    /**
     * The query parameter that it stands in, where it is not in the header; empty for none.
     *
     * @param tokenQueryParam what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest tokenQueryParam(String tokenQueryParam) {
        return with("token_query_param", tokenQueryParam);
    }

    /**
     * The token, of 16 characters at least; empty for none. It is stored as a hash.
     *
     * @param tokenValue what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest tokenValue(String tokenValue) {
        return with("token_value", tokenValue);
    }

    /**
     * The provider whose way to prove itself is checked, such as {@code github} or {@code stripe};
     * see {@code docs/presets.md} for all. Empty for none. It checks with {@code hmac_secret} or
     * {@code hmac_secrets}, tells the type of events and what repeats, answers handshakes, and sets
     * {@code ingest_response_code} to what the provider wants to hear, unless that is said, too.
     *
     * @param preset what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest preset(String preset) {
        return with("preset", preset);
    }

    /**
     * What the provider repeats in its handshake, for presets such as {@code meta}; empty for
     * nothing. It is stored sealed, and never shown.
     *
     * @param presetVerifyToken what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest presetVerifyToken(String presetVerifyToken) {
        return with("preset_verify_token", presetVerifyToken);
    }

    /**
     * {@code true} lets the endpoint be without a secret while its provider looks at the URL, and
     * take one that a handshake brings within 15 minutes, in the place of all before; {@code false}
     * ends that. Only with a preset that has handshakes.
     *
     * @param awaitSecret what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest awaitSecret(boolean awaitSecret) {
        return with("await_secret", awaitSecret);
    }

    /**
     * Whether the body has to be signed with HMAC-SHA256.
     *
     * @param verifyHmac what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest verifyHmac(boolean verifyHmac) {
        return with("verify_hmac", verifyHmac);
    }

    /**
     * The header that the signature stands in, hexadecimal or in Base64, alone or behind {@code
     * sha256=} or {@code v1=}; empty for none.
     *
     * @param hmacHeaderName what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest hmacHeaderName(String hmacHeaderName) {
        return with("hmac_header_name", hmacHeaderName);
    }

    /**
     * What it is made with, in UTF-8; or what the {@code preset} calls its secret. It takes the
     * place of all before; empty for none.
     *
     * @param hmacSecret what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest hmacSecret(String hmacSecret) {
        return with("hmac_secret", hmacSecret);
    }

    /**
     * One or two secrets of which any will do, while the sender changes from one to the other; an
     * empty list for none; not together with {@code hmac_secret}.
     *
     * @param hmacSecrets what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest hmacSecrets(List<String> hmacSecrets) {
        return with("hmac_secrets", hmacSecrets);
    }

    /**
     * The header that says when the request was signed, in Unix seconds or as a time, perhaps as
     * {@code t=…} among others. The signature has to be that of the time, a dot and the body, then.
     * Empty for none.
     *
     * @param timestampHeaderName what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest timestampHeaderName(String timestampHeaderName) {
        return with("timestamp_header_name", timestampHeaderName);
    }

    /**
     * How far that may be from now.
     *
     * @param timestampTtlSeconds what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest timestampTtlSeconds(int timestampTtlSeconds) {
        return with("timestamp_ttl_seconds", timestampTtlSeconds);
    }

    /**
     * Whether the signature may be that of the body alone nevertheless. The time proves nothing
     * then, because anybody can write another one beside it.
     *
     * @param allowUnsignedTimestamp what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest allowUnsignedTimestamp(boolean allowUnsignedTimestamp) {
        return with("allow_unsigned_timestamp", allowUnsignedTimestamp);
    }

    /**
     * Whether the sender has to be in one of the ranges.
     *
     * @param verifyIpAllowlist what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest verifyIpAllowlist(boolean verifyIpAllowlist) {
        return with("verify_ip_allowlist", verifyIpAllowlist);
    }

    /**
     * Ranges of addresses such as {@code 203.0.113.0/24}, or single ones.
     *
     * @param allowedCidrs what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest allowedCidrs(List<String> allowedCidrs) {
        return with("allowed_cidrs", allowedCidrs);
    }

    /**
     * Headers whose values, in this order, tell whether a request repeats another one.
     *
     * @param idempotencyHeaderNames what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest idempotencyHeaderNames(List<String> idempotencyHeaderNames) {
        return with("idempotency_header_names", idempotencyHeaderNames);
    }

    /**
     * What a sender is answered with success.
     *
     * @param ingestResponseCode what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest ingestResponseCode(int ingestResponseCode) {
        return with("ingest_response_code", ingestResponseCode);
    }

    /**
     * Whether the query of a request is appended to {@code url}, byte for byte.
     *
     * @param forwardQuery what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest forwardQuery(boolean forwardQuery) {
        return with("forward_query", forwardQuery);
    }

    /**
     * When what could not be forwarded is tried again and how long an attempt may take, in place of
     * all that the endpoint chose before. What is left out is the project's, or the installation's;
     * {@code {}} leaves all of it to them. A policy that the plan does not allow, or whose last
     * retry would come after the payload is gone, is refused with 403.
     *
     * @param retryPolicy what it is to be
     * @return the request with it
     */
    public InboundEndpointRequest retryPolicy(ChosenRetryPolicy retryPolicy) {
        return with("retry_policy", retryPolicy);
    }

    @Override
    protected InboundEndpointRequest copy(Map<String, Object> changed) {
        return new InboundEndpointRequest(changed);
    }
}
