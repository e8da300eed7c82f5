package io.hookbridge.inbound.receive;

import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.Sha256;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.verify.scheme.CheckingKey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checks that an endpoint may have of its own, in their order: a token that stays the same, an
 * HMAC of SHA-256 with the time that it was made at, the sender's address. Compares in constant
 * time. Pure.
 *
 * <p>A signature is hexadecimal or Base64, alone or behind {@code sha256=} or {@code v1=}, one of
 * several with commas between. It is that of the body; where a time is looked at, that of the time,
 * a dot and the body: whoever has seen one request could write another time beside a signature of
 * the body alone, which therefore passes only where the endpoint says so.
 */
final class ContractChecks {

    private static final int DIGEST_BYTES = 32;

    private ContractChecks() {}

    /**
     * @param keys of an HMAC, one of which is enough; none where no signature passes
     * @throws RejectedException if the request does not pass one of the checks
     */
    static void pass(InboundChecks checks, List<CheckingKey> keys, Incoming request) {
        if (checks.verifiesToken()) {
            passToken(checks, request);
        }
        if (checks.verifiesHmac()) {
            passHmac(checks, keys, request);
        }
        if (checks.verifiesAddress()
                && checks.cidrs().stream().noneMatch(range -> range.contains(request.source()))) {
            throw new RejectedException(
                    RejectionReason.IP_NOT_ALLOWED,
                    "the sender's address is in none of the allowed ranges");
        }
    }

    /**
     * The hash of what was signed of a request that passes; empty if nothing had to be. Headers
     * that tell repetitions are no part of it.
     */
    static Optional<byte[]> signedSha256(InboundChecks checks, Incoming request) {
        if (!checks.verifiesHmac()) {
            return Optional.empty();
        }
        String before =
                checks.allowsUnsignedTimestamp()
                        ? ""
                        : time(checks, request).map(text -> text + ".").orElse("");
        return Optional.of(
                Sha256.of(List.of(before.getBytes(StandardCharsets.ISO_8859_1), request.body())));
    }

    private static void passToken(InboundChecks checks, Incoming request) {
        Optional<String> token =
                Optional.ofNullable(checks.tokenHeader())
                        .flatMap(request::header)
                        .or(() ->
                                Optional.ofNullable(checks.tokenParameter())
                                        .flatMap(name -> RawQuery.first(request.query(), name)));
        if (token.isEmpty()) {
            throw tokenFailed("there is no token");
        }
        byte[] expected = checks.tokenSha256();
        if (expected == null || !MessageDigest.isEqual(Sha256.of(token.get()), expected)) {
            throw tokenFailed("the token is another one");
        }
    }

    private static RejectedException tokenFailed(String detail) {
        return new RejectedException(RejectionReason.STATIC_TOKEN_FAILED, detail);
    }

    private static RejectedException hmacFailed(String detail) {
        return new RejectedException(RejectionReason.HMAC_FAILED, detail);
    }

    private static void passHmac(InboundChecks checks, List<CheckingKey> keys, Incoming request) {
        // Several lines are one with commas between (RFC 9110, section 5.3).
        List<String> lines =
                Stream.ofNullable(checks.hmacHeader()).flatMap(request::headers).toList();
        if (lines.isEmpty()) {
            throw hmacFailed("there is no signature");
        }
        List<byte[]> signatures = signatures(String.join(",", lines));
        if (signatures.isEmpty()) {
            throw hmacFailed("the signature is no SHA-256 in hexadecimal or Base64");
        }
        Optional<String> time = time(checks, request);
        boolean isOfBody = isAny(signatures, keys, "", request.body());
        boolean isOfTime =
                time.isPresent() && isAny(signatures, keys, time.get() + ".", request.body());
        if (!isOfBody && !isOfTime) {
            throw hmacFailed("the signature is not the one that the secret makes of this request");
        }
        if (time.isPresent() && !isOfTime && !checks.allowsUnsignedTimestamp()) {
            throw hmacFailed(
                    "the signature is that of the body alone, so that the timestamp proves nothing; it has to"
                            + " be that of the timestamp, a dot and the body");
        }
        time.ifPresent(text -> requireFresh(text, checks, request.receivedAt()));
    }

    /** Whether one of the signatures is made of the body, with {@code before} in front of it. */
    private static boolean isAny(
            List<byte[]> signatures, List<CheckingKey> keys, String before, byte[] body) {
        List<byte[]> signed = List.of(before.getBytes(StandardCharsets.ISO_8859_1), body);
        boolean isAny = false;
        for (CheckingKey key : keys) {
            isAny |= key.made(signatures, signed);
        }
        return isAny;
    }

    /** As it stands in the request; empty if it is not looked at. */
    private static Optional<String> time(InboundChecks checks, Incoming request) {
        String name = checks.timestampHeader();
        if (name == null) {
            return Optional.empty();
        }
        List<String> lines = request.headers(name).toList();
        if (lines.isEmpty()) {
            throw hmacFailed("there is no timestamp");
        }
        for (String part : String.join(",", lines).split(",")) {
            if (part.strip().startsWith("t=")) {
                return Optional.of(part.strip().substring(2));
            }
        }
        return Optional.of(lines.getFirst());
    }

    private static void requireFresh(String text, InboundChecks checks, Instant now) {
        Instant sent = moment(text).orElseThrow(() -> hmacFailed("the timestamp cannot be read"));
        Duration apart = Duration.between(sent, now).abs();
        if (apart.compareTo(Duration.ofSeconds(checks.timestampTtlSeconds())) > 0) {
            throw hmacFailed("the timestamp is too far from now");
        }
    }

    /** Unix seconds or milliseconds, or RFC 3339. */
    private static Optional<Instant> moment(String text) {
        try {
            if (text.matches("\\d{1,12}")) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            return text.matches("\\d{13,15}")
                    ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)))
                    : Rfc3339.parse(text);
        } catch (DateTimeException tooFar) {
            return Optional.empty();
        }
    }

    private static List<byte[]> signatures(String written) {
        List<byte[]> signatures = new ArrayList<>();
        for (String part : written.split(",")) {
            decoded(withoutPrefix(part.strip())).ifPresent(signatures::add);
        }
        return signatures;
    }

    /** In any case, with blanks after it. */
    private static String withoutPrefix(String part) {
        for (String prefix : List.of("sha256=", "v1=")) {
            if (part.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return part.substring(prefix.length()).strip();
            }
        }
        return part;
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            byte[] bytes =
                    text.length() == 2 * DIGEST_BYTES
                            ? HexFormat.of().parseHex(text)
                            : Base64.getDecoder().decode(text);
            return Optional.of(bytes).filter(it -> it.length == DIGEST_BYTES);
        } catch (IllegalArgumentException otherwiseWritten) {
            return Optional.empty();
        }
    }
}
