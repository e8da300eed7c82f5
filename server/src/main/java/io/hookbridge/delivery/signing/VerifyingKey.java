package io.hookbridge.delivery.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a receiver was given to verify deliveries with, as {@code signing_secret} shows it. */
public sealed interface VerifyingKey {

    /** How every key is written. */
    Pattern FORM = Pattern.compile("wh(?:sec|pk)_[A-Za-z0-9+/=_-]{1,500}");

    /** The key that {@code text} is; empty if it is none. */
    static Optional<VerifyingKey> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        return text.startsWith(SigningSecret.Shared.PREFIX)
                ? Optional.of(new Secret(new SigningSecret.Shared(text)))
                : PublicHalf.parse(text);
    }

    /**
     * Whether the holder of the other side of this key made the signature.
     *
     * @param signature as it stands in the header, without what names the scheme
     * @param signed the bytes that the scheme signs, in parts
     */
    boolean made(SignatureScheme scheme, String signature, byte[]... signed);

    /** The shared secret, {@code whsec_…}. */
    record Secret(SigningSecret.Shared shared) implements VerifyingKey {

        @Override
        public boolean made(SignatureScheme scheme, String signature, byte[]... signed) {
            return switch (scheme) {
                case HOOKBRIDGE ->
                        same(HexFormat.of().formatHex(shared.hmacWithText(signed)), signature);
                case STANDARD_V1 -> madeOfBytes(signature, signed);
                case STANDARD_V1A -> false;
            };
        }

        private boolean madeOfBytes(String signature, byte[]... signed) {
            try {
                byte[] expected = shared.hmacWithBytes(signed);
                return same(Base64.getEncoder().encodeToString(expected), signature);
            } catch (IllegalArgumentException notBase64) {
                return false; // No sender can use such a secret in this scheme.
            }
        }

        private static boolean same(String expected, String given) {
            return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
        }
    }

    /** The public half of a key pair, {@code whpk_…}. */
    record PublicHalf(PublicKey key) implements VerifyingKey {

        private static final String PREFIX = "whpk_";

        /** What precedes the 32 bytes of the key in its X.509 form (RFC 8410, section 4). */
        private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

        static Optional<VerifyingKey> parse(String text) {
            try {
                byte[] raw = Base64.getDecoder().decode(text.substring(PREFIX.length()));
                byte[] encoded = Arrays.copyOf(X509, X509.length + raw.length);
                System.arraycopy(raw, 0, encoded, X509.length, raw.length);
                return Optional.of(
                        new PublicHalf(
                                KeyFactory.getInstance("Ed25519")
                                        .generatePublic(new X509EncodedKeySpec(encoded))));
            } catch (IllegalArgumentException | GeneralSecurityException noKey) {
                return Optional.empty();
            }
        }

        @Override
        public boolean made(SignatureScheme scheme, String signature, byte[]... signed) {
            return switch (scheme) {
                case HOOKBRIDGE, STANDARD_V1 -> false;
                case STANDARD_V1A -> madeByPair(signature, signed);
            };
        }

        private boolean madeByPair(String signature, byte[]... signed) {
            try {
                Signature check = Signature.getInstance("Ed25519");
                check.initVerify(key);
                for (byte[] part : signed) {
                    check.update(part);
                }
                return check.verify(Base64.getDecoder().decode(signature));
            } catch (IllegalArgumentException | GeneralSecurityException noSignature) {
                return false;
            }
        }
    }
}
