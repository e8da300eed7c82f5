package io.hookbridge.inbound.verify.scheme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.hookbridge.base.Sha256;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.SignaturePlace.Presented;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a request was sent by whoever has the secret, by each scheme that is pure data. */
public final class CheckScheme {

    private static final String BASIC = "Basic ";

    private CheckScheme() {}

    /**
     * @param keys of which one is enough
     * @param values with the content that the scheme signs
     */
    public static Finding signed(
            Scheme.Signed scheme, List<CheckingKey> keys, RequestValues values) {
        if (keys.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        Presented presented = scheme.signature().in(values);
        if (presented.signatures().isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNATURE);
        }
        return signature(scheme, keys, values, presented)
                .or(() -> bodyHash(scheme, values))
                .or(() -> timestamp(scheme, values, presented))
                .<Finding>map(Finding.Flawed::new)
                .orElseGet(() -> new Finding.Genuine(scheme.text().toString()));
    }

    private static Optional<Flaw> signature(
            Scheme.Signed scheme,
            List<CheckingKey> keys,
            RequestValues values,
            Presented presented) {
        List<byte[]> signatures =
                presented.signatures().stream()
                        .flatMap(text ->
                                scheme
                                        .signature()
                                        .encoding()
                                        .decode(text, scheme.algorithm().length())
                                        .stream())
                        .toList();
        boolean bodyIsHashed = scheme.bodyHash().flatMap(values::text).isPresent();
        for (String url : UrlVariant.spellings(values.request().url(), scheme.urlVariants())) {
            for (CheckingKey key : keys) {
                Optional<List<byte[]>> signed =
                        scheme.text()
                                .bytes(
                                        new SignedText.Ingredients(
                                                values, presented, url, secret(key), bodyIsHashed));
                if (signed.isEmpty()) {
                    return Optional.of(Flaw.MISSING_SIGNED_PART);
                }
                if (key.made(signatures, signed.get())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(Flaw.SIGNATURE_MISMATCH);
    }

    private static byte[] secret(CheckingKey key) {
        return switch (key) {
            case CheckingKey.Shared shared -> shared.bytes();
            case CheckingKey.Public _ -> new byte[0];
        };
    }

    private static Optional<Flaw> bodyHash(Scheme.Signed scheme, RequestValues values) {
        return scheme.bodyHash()
                .flatMap(values::text)
                .filter(hash ->
                        !isSame(
                                hash.toLowerCase(Locale.ROOT).getBytes(UTF_8),
                                values.text(new Source.HashOfBody()).orElseThrow().getBytes(UTF_8)))
                .map(_ -> Flaw.BODY_HASH_MISMATCH);
    }

    private static Optional<Flaw> timestamp(
            Scheme.Signed scheme, RequestValues values, Presented presented) {
        return scheme.timestamp()
                .flatMap(rule ->
                        rule.flaw(
                                presented.text(rule.source(), values).orElse(""),
                                values.request().receivedAt()));
    }

    /**
     * The hash of what was signed, in which nobody can change anything. Of the URL in the spelling
     * in which it came.
     *
     * @param values of a genuine request
     * @return 32 bytes
     */
    public static byte[] hashOfSigned(Scheme.Signed scheme, RequestValues values) {
        return Sha256.of(signedParts(scheme, values));
    }

    /**
     * What was signed itself, each byte as a character.
     *
     * @param values of a genuine request
     * @param most bytes; empty if there are more
     */
    public static Optional<String> signedText(
            Scheme.Signed scheme, RequestValues values, int most) {
        List<byte[]> parts = signedParts(scheme, values);
        return parts.stream().mapToLong(part -> part.length).sum() > most
                ? Optional.empty()
                : Optional.of(
                        parts.stream()
                                .map(part -> new String(part, ISO_8859_1))
                                .collect(joining()));
    }

    private static List<byte[]> signedParts(Scheme.Signed scheme, RequestValues values) {
        return scheme.text()
                .bytes(
                        new SignedText.Ingredients(
                                values,
                                scheme.signature().in(values),
                                values.request().url(),
                                new byte[0],
                                scheme.bodyHash().flatMap(values::text).isPresent()))
                .orElseThrow();
    }

    /**
     * @param secrets of which one is enough; blank ones are none
     */
    public static Finding token(Scheme.Token scheme, List<String> secrets, RequestValues values) {
        return presentedToken(scheme, values)
                .map(token -> oneOf(secrets, token))
                .orElseGet(() -> missing(secrets));
    }

    private static Optional<byte[]> presentedToken(Scheme.Token scheme, RequestValues values) {
        String strip = scheme.strip();
        return values.text(scheme.source())
                .filter(text -> text.regionMatches(true, 0, strip, 0, strip.length()))
                .map(text -> text.substring(strip.length()))
                .map(text -> RequestValues.bytes(scheme.source(), text));
    }

    /**
     * @param secrets names and passwords with a colon between; one is enough
     */
    public static Finding basic(List<String> secrets, RequestValues values) {
        return values.text(new Scheme.Basic().credential().orElseThrow())
                .filter(text -> text.regionMatches(true, 0, BASIC, 0, BASIC.length()))
                .map(text -> text.substring(BASIC.length()).strip())
                .map(text -> oneOf(secrets, decoded(text)))
                .orElseGet(() -> missing(secrets));
    }

    /** What is not Base64 is no credential that anybody has. */
    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text.getBytes(ISO_8859_1));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static Finding missing(List<String> secrets) {
        return new Finding.Flawed(
                usable(secrets).isEmpty() ? Flaw.NO_USABLE_SECRET : Flaw.MISSING_TOKEN);
    }

    private static Finding oneOf(List<String> secrets, byte[] token) {
        List<String> usable = usable(secrets);
        if (usable.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        boolean same = false;
        for (String secret : usable) {
            same |= isSame(secret.getBytes(UTF_8), token);
        }
        return same ? new Finding.Genuine("") : new Finding.Flawed(Flaw.TOKEN_MISMATCH);
    }

    private static List<String> usable(List<String> secrets) {
        return secrets.stream().filter(secret -> !secret.isBlank()).toList();
    }

    /** In a time that does not tell where they differ. */
    public static boolean isSame(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }

    /** The same for texts. */
    public static boolean isSame(String expected, String given) {
        return isSame(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
