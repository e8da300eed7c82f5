package io.hookbridge.inbound.verify.coded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Algorithm;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.Encoding;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Braintree: HMAC-SHA1 of a form field with the SHA-1 of the private key, beside the public key
 * that says which private one it was.
 */
final class Braintree {

    private static final Source SIGNATURES = new Source.InForm("bt_signature");
    private static final Source PAYLOAD = new Source.InForm("bt_payload");

    /** What it has signed in a challenge, for whoever asks; no payload looks like that. */
    private static final Pattern CHALLENGE = Pattern.compile("[a-f0-9]{20,32}");

    private Braintree() {}

    /** An account's keys, {@code public|private}. */
    private record Keys(String publicKey, CheckingKey.Shared key) {

        static Optional<Keys> of(String secret) {
            int bar = secret.indexOf('|');
            return bar < 1 || bar == secret.length() - 1
                    ? Optional.empty()
                    : Optional.of(
                            new Keys(
                                    secret.substring(0, bar),
                                    new CheckingKey.Shared(
                                            Algorithm.HMAC_SHA1, sha1(secret.substring(bar + 1)))));
        }

        private static byte[] sha1(String privateKey) {
            try {
                return MessageDigest.getInstance("SHA-1").digest(privateKey.getBytes(UTF_8));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has SHA-1", impossible);
            }
        }
    }

    /** Whether a text can be an account's keys. */
    static boolean areKeys(String text) {
        return Keys.of(text).isPresent();
    }

    /**
     * @param secrets {@code public|private}; one is enough
     */
    static Finding check(List<String> secrets, RequestValues values) {
        List<Keys> keys = secrets.stream().flatMap(secret -> Keys.of(secret).stream()).toList();
        if (keys.isEmpty()) {
            return new Finding.Flawed(Flaw.NO_USABLE_SECRET);
        }
        Optional<String> signatures = values.text(SIGNATURES);
        if (signatures.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNATURE);
        }
        Optional<String> payload = values.text(PAYLOAD);
        if (payload.isEmpty()) {
            return new Finding.Flawed(Flaw.MISSING_SIGNED_PART);
        }
        if (CHALLENGE.matcher(payload.get()).matches()) {
            return new Finding.Flawed(Flaw.SIGNED_FOR_ANYBODY);
        }
        return keys.stream().anyMatch(each -> isSigned(each, signatures.get(), payload.get()))
                ? new Finding.Genuine("{form:bt_payload}")
                : new Finding.Flawed(Flaw.SIGNATURE_MISMATCH);
    }

    private static boolean isSigned(Keys keys, String signatures, String payload) {
        String beginning = keys.publicKey() + "|";
        List<byte[]> made =
                Stream.of(signatures.split("&"))
                        .filter(pair -> pair.startsWith(beginning))
                        .flatMap(pair -> Encoding.hex(pair.substring(beginning.length())).stream())
                        .limit(8)
                        .toList();
        // Some of its SDKs sign the line end that others leave out.
        return keys.key().made(made, List.of(payload.getBytes(UTF_8)))
                || keys.key().made(made, List.of((payload + "\n").getBytes(UTF_8)));
    }

    /** What Braintree wants to hear of its challenge. */
    static Optional<String> answer(String secret, String challenge) {
        return Keys.of(secret)
                .filter(_ -> CHALLENGE.matcher(challenge).matches())
                .map(keys ->
                        keys.publicKey()
                                + "|"
                                + HexFormat.of()
                                        .formatHex(
                                                keys.key()
                                                        .sign(List.of(challenge.getBytes(UTF_8)))));
    }
}
