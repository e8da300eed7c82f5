package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.LikelySecret;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.verify.request.Source;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a request has to pass. A check that is off keeps what it would check with.
 *
 * @param verifiesToken whether a token has to be there
 * @param tokenHeader where it stands; null for nowhere in the headers
 * @param tokenParameter the same in the query
 * @param tokenSha256 of the token; null for none
 * @param verifiesHmac whether the body has to be signed
 * @param hmacHeader where the signature stands; null if that was never said
 * @param hmacSecrets one of which it has to be made with, or what the preset calls its secret;
 *     none, one or two
 * @param timestampHeader where the time of a signed request stands; null if it is not looked at
 * @param timestampTtlSeconds how far that may be from now
 * @param allowsUnsignedTimestamp whether the signature may be that of the body alone although a
 *     time is looked at, which then proves nothing
 * @param verifiesAddress whether the sender's address has to be in a range
 * @param cidrs the ranges
 * @param preset the provider whose way to prove itself is checked; null for none
 * @param verifyToken what that provider repeats in its handshake; null for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record InboundChecks(
        boolean verifiesToken,
        @Nullable String tokenHeader,
        @Nullable String tokenParameter,
        byte @Nullable [] tokenSha256,
        boolean verifiesHmac,
        @Nullable String hmacHeader,
        List<String> hmacSecrets,
        @Nullable String timestampHeader,
        int timestampTtlSeconds,
        boolean allowsUnsignedTimestamp,
        boolean verifiesAddress,
        List<AddressRange> cidrs,
        @Nullable String preset,
        @Nullable String verifyToken) {

    /** The most secrets at a time, while a sender changes from one to the other. */
    static final int MOST_SECRETS = 2;

    private static final int HINT = 4;

    /** Of a secret with so many characters nobody guesses the rest from a hint. */
    private static final int LONG_SECRET = 16;

    /** Where nothing is said. */
    static final int USUAL_TTL_SECONDS = 300;

    static final InboundChecks NONE =
            new InboundChecks(
                    false,
                    null,
                    null,
                    null,
                    false,
                    null,
                    List.of(),
                    null,
                    USUAL_TTL_SECONDS,
                    false,
                    false,
                    List.of(),
                    null,
                    null);

    /** Whether anything but the address of the endpoint itself has to be known to be let in. */
    public boolean any() {
        return verifiesToken || verifiesHmac || verifiesAddress || preset != null;
    }

    /** Where the token may stand, which must not be shown or sent on. */
    List<Source> credentials() {
        List<Source> places = new ArrayList<>();
        if (tokenHeader != null) {
            places.add(new Source.InHeader(tokenHeader));
        }
        if (tokenParameter != null) {
            places.add(new Source.InQuery(tokenParameter));
        }
        return places;
    }

    /**
     * What the owner may see of each secret: its last characters, or only a mask where those would
     * tell too much.
     */
    public List<String> secretHints() {
        return hmacSecrets.stream()
                .map(secret ->
                        secret.length() < LONG_SECRET
                                ? LikelySecret.MASK
                                : secret.substring(secret.length() - HINT))
                .toList();
    }

    /**
     * Anybody could pass a check that is on and has nothing to check with.
     *
     * @throws ApiError {@code INVALID_REQUEST} with a pointer to what is missing
     */
    void requireUsable() {
        if (verifiesToken && tokenSha256 == null) {
            throw missing("token_value", "verify_static_token");
        }
        if (verifiesToken && tokenHeader == null && tokenParameter == null) {
            throw missing("token_header_name", "verify_static_token");
        }
        if (verifiesHmac && hmacHeader == null) {
            throw missing("hmac_header_name", "verify_hmac");
        }
        if (verifiesHmac && hmacSecrets.isEmpty()) {
            throw missing("hmac_secret", "verify_hmac");
        }
        if (verifiesAddress && cidrs.isEmpty()) {
            throw missing("allowed_cidrs", "verify_ip_allowlist");
        }
    }

    private static ApiError missing(String member, String check) {
        return ApiError.invalidRequest(member + " is required while " + check + " is true")
                .with(Map.of("pointer", "/" + member));
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "InboundChecks";
    }
}
