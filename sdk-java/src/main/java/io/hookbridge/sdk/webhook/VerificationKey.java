package io.hookbridge.sdk.webhook;

import io.hookbridge.sdk.webhook.SignatureForm.Algorithm;
import io.hookbridge.sdk.webhook.SignatureForm.KeyForm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that a signature may be made with. It is used by many threads at once. */
final class VerificationKey {

    static final String SECRET = "whsec_";
    static final String PUBLIC = "whpk_";

    /** What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410, section 4). */
    private static final String X509_OF_ED25519 = "302a300506032b6570032100";

    private static final int LENGTH_OF_ED25519 = 32;

    private final Algorithm algorithm;
    private final Key key;

    VerificationKey(Algorithm algorithm, Key key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /**
     * @throws IllegalArgumentException if the text is no such key; without the text
     */
    static VerificationKey of(String text, SignatureForm form) {
        try {
            if (form.algorithm() == Algorithm.ED25519) {
                return new VerificationKey(form.algorithm(), publicKey(text));
            }
            byte[] secret = secret(text, form.key());
            if (secret.length > 0) {
                return new VerificationKey(
                        form.algorithm(), new SecretKeySpec(secret, form.algorithm().inJava()));
            }
        } catch (IllegalArgumentException | GeneralSecurityException other) {
            // Said below, without the text that a cause might repeat.
        }
        throw new IllegalArgumentException("the key is not one of this form: " + form.key());
    }

    private static byte[] secret(String text, KeyForm form) {
        String behind = text.startsWith(SECRET) ? text.substring(SECRET.length()) : text;
        return switch (form) {
            case TEXT -> text.getBytes(StandardCharsets.UTF_8);
            case HEX -> HexFormat.of().parseHex(text);
            case BASE64 -> Base64.getDecoder().decode(behind);
            case BASE64_IF_PREFIXED ->
                    text.startsWith(SECRET)
                            ? Base64.getDecoder().decode(behind)
                            : text.getBytes(StandardCharsets.UTF_8);
            case ED25519 -> throw new IllegalArgumentException("a public key is no secret");
        };
    }

    private static PublicKey publicKey(String text) throws GeneralSecurityException {
        byte[] raw =
                Base64.getDecoder()
                        .decode(text.startsWith(PUBLIC) ? text.substring(PUBLIC.length()) : text);
        if (raw.length != LENGTH_OF_ED25519) {
            throw new IllegalArgumentException("not 32 bytes");
        }
        byte[] encoded = HexFormat.of().parseHex(X509_OF_ED25519 + HexFormat.of().formatHex(raw));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /**
     * Whether it made one of these signatures; the time that this takes tells nothing of the right
     * one.
     */
    boolean madeAny(List<byte[]> signatures, byte[] signed) {
        if (key instanceof PublicKey open) {
            return signatures.stream().anyMatch(signature -> verifies(open, signature, signed));
        }
        byte[] own = authenticationCode(signed);
        return signatures.stream().anyMatch(signature -> MessageDigest.isEqual(own, signature));
    }

    private boolean verifies(PublicKey open, byte[] signature, byte[] signed) {
        try {
            Signature verification = Signature.getInstance(algorithm.inJava());
            verification.initVerify(open);
            verification.update(signed);
            return verification.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private byte[] authenticationCode(byte[] signed) {
        try {
            Mac mac = Mac.getInstance(algorithm.inJava());
            mac.init(key);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + algorithm.inJava(), impossible);
        }
    }
}
