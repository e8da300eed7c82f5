package io.hookbridge.inbound.verify.coded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookbridge.base.Json;
import io.hookbridge.base.Sha256;
import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.scheme.CheckScheme;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plaid: a JSON web token (RFC 7519) with the hash of the body, signed with a key of its own. */
final class Plaid {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "([A-Za-z0-9_-]{1,2000})\\.([A-Za-z0-9_-]{1,4000})\\.([A-Za-z0-9_-]{86})");

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** How old a token may be, and how far ahead. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int COORDINATE = 32;

    private final ProviderKeys keys;

    Plaid(ProviderKeys keys) {
        this.keys = keys;
    }

    /**
     * @param secrets of accounts, see {@link PlaidAccount}; they are asked with in their order
     *     until one of them is told the key
     */
    Finding check(List<String> secrets, RequestValues values) {
        List<PlaidAccount> accounts =
                secrets.stream().flatMap(secret -> PlaidAccount.of(secret).stream()).toList();
        if (accounts.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        Matcher token =
                TOKEN.matcher(
                        values.request().headers("Plaid-Verification").findFirst().orElse(""));
        if (!token.matches()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNATURE);
        }
        Optional<JsonNode> head = json(base64(token.group(1)));
        // What the token says of its algorithm is a wish of whoever sent it.
        if (head.flatMap(it -> text(it, "alg")).filter("ES256"::equals).isEmpty()) {
            return new Finding.Flawed(Flaw.ALG_NOT_ALLOWED);
        }
        Optional<String> id =
                head.flatMap(it -> text(it, "kid")).filter(it -> KEY_ID.matcher(it).matches());
        if (id.isEmpty()) {
            return new Finding.Flawed(Flaw.UNKNOWN_KEY);
        }
        return switch (found(id.get(), accounts)) {
            case ProviderKeys.Found.Unreachable() -> new Finding.Undecided();
            case ProviderKeys.Found.Unknown() -> new Finding.Flawed(Flaw.UNKNOWN_KEY);
            case ProviderKeys.Found.Content(byte[] jwk) ->
                    json(Optional.of(jwk))
                            .filter(key -> isCurrent(key, values.request().receivedAt()))
                            .flatMap(Plaid::key)
                            .map(key -> finding(token, key, values))
                            .orElseGet(() -> new Finding.Flawed(Flaw.UNKNOWN_KEY));
        };
    }

    private ProviderKeys.Found found(String id, List<PlaidAccount> accounts) {
        ProviderKeys.Found found = new ProviderKeys.Found.Unknown();
        for (PlaidAccount account : accounts) {
            switch (keys.plaidKey(id, account)) {
                case ProviderKeys.Found.Content content -> {
                    return content;
                }
                case ProviderKeys.Found.Unreachable unreachable -> found = unreachable;
                case ProviderKeys.Found.Unknown() -> {}
            }
        }
        return found;
    }

    /** Plaid goes on publishing keys that it no longer signs with, and says since when. */
    private static boolean isCurrent(JsonNode key, Instant receivedAt) {
        JsonNode expired = key.path("expired_at");
        return !expired.isNumber() || expired.doubleValue() > receivedAt.getEpochSecond();
    }

    private static Finding finding(Matcher token, PublicKey key, RequestValues values) {
        byte[] signed = (token.group(1) + "." + token.group(2)).getBytes(US_ASCII);
        boolean isSigned =
                base64(token.group(3))
                        .filter(signature ->
                                CheckingKey.Public.verify(
                                        "SHA256withECDSAinP1363Format",
                                        key,
                                        signature,
                                        List.of(signed)))
                        .isPresent();
        if (!isSigned) {
            return new Finding.Flawed(Flaw.SIGNATURE_MISMATCH);
        }
        Optional<JsonNode> claims = json(base64(token.group(2)));
        Optional<String> hash = claims.flatMap(it -> text(it, "request_body_sha256"));
        if (hash.isEmpty() || !isHash(hash.get(), values)) {
            return new Finding.Flawed(Flaw.BODY_HASH_MISMATCH);
        }
        return isFresh(claims.orElseThrow().path("iat"), values.request().receivedAt())
                ? new Finding.Genuine("hash of the body")
                : new Finding.Flawed(Flaw.STALE_TIMESTAMP);
    }

    private static boolean isHash(String hash, RequestValues values) {
        return CheckScheme.isSame(
                HexFormat.of().formatHex(Sha256.of(values.request().body())), hash);
    }

    private static boolean isFresh(JsonNode issued, Instant receivedAt) {
        return issued.isIntegralNumber()
                && issued.canConvertToLong()
                && Math.abs((double) issued.longValue() - receivedAt.getEpochSecond())
                        <= TOLERANCE.toSeconds();
    }

    private static Optional<PublicKey> key(JsonNode jwk) {
        Optional<BigInteger> x = text(jwk, "x").flatMap(Plaid::coordinate);
        Optional<BigInteger> y = text(jwk, "y").flatMap(Plaid::coordinate);
        boolean isP256 =
                text(jwk, "kty").filter("EC"::equals).isPresent()
                        && text(jwk, "crv").filter("P-256"::equals).isPresent();
        if (!isP256 || x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            return Optional.of(
                    KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new ECPublicKeySpec(
                                            new ECPoint(x.get(), y.get()),
                                            curve.getParameterSpec(ECParameterSpec.class))));
        } catch (GeneralSecurityException noKey) {
            return Optional.empty();
        }
    }

    private static Optional<BigInteger> coordinate(String text) {
        return base64(text)
                .filter(bytes -> bytes.length == COORDINATE)
                .map(bytes -> new BigInteger(1, bytes));
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> json(Optional<byte[]> bytes) {
        try {
            return bytes.map(Json::readSent);
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        return new JsonPath(List.of(name)).textIn(json);
    }
}
