package io.hookbridge.delivery.signing;

import io.hookbridge.base.RandomText;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key that deliveries of an endpoint are signed with.
 *
 * <p>{@link Shared} is {@code whsec_} and 32 letters and digits, or Base64 that came along from
 * elsewhere. HookBridge's own scheme takes all of its characters as the key; Standard Webhooks
 * takes what the part after the prefix decodes to (Base64), which 32 letters and digits do, to 24
 * bytes. {@link Pair} is an Ed25519 key pair whose private half never leaves the server.
 */
public sealed interface SigningSecret {

    /** The text that is sealed and stored; {@link #parse} reads it back. */
    String stored();

    /** What the receiver needs to verify: the shared secret, or the public key {@code whpk_…}. */
    String forReceiver();

    /** The last four characters of {@link #forReceiver}, to tell keys apart. */
    default String hint() {
        String text = forReceiver();
        return text.substring(text.length() - 4);
    }

    /** A new secret for deliveries signed in this scheme. */
    static SigningSecret random(SignatureScheme scheme) {
        return switch (scheme) {
            case HOOKBRIDGE, STANDARD_V1 ->
                    new Shared(Shared.PREFIX + RandomText.base62(Shared.CHARACTERS));
            case STANDARD_V1A -> Pair.random();
        };
    }

    /**
     * A secret that comes along from elsewhere, so that the receiver need not change its own.
     *
     * @param text of the form that Standard Webhooks gives secrets: {@code whsec_} and the Base64
     *     of 24 to 64 bytes
     * @return empty if it is of another form
     */
    static Optional<SigningSecret> brought(String text) {
        if (!text.startsWith(Shared.PREFIX)) {
            return Optional.empty();
        }
        try {
            String encoded = text.substring(Shared.PREFIX.length());
            byte[] key = Base64.getDecoder().decode(encoded);
            // Receivers in other languages read no other form of the same bytes.
            boolean readable = Base64.getEncoder().encodeToString(key).equals(encoded);
            return readable && key.length >= Shared.FEWEST_BYTES && key.length <= Shared.MOST_BYTES
                    ? Optional.of(new Shared(text))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Reads what {@link #stored} wrote. */
    static SigningSecret parse(String stored) {
        return stored.startsWith(Shared.PREFIX) ? new Shared(stored) : Pair.parse(stored);
    }

    /**
     * A secret that both sides know.
     *
     * @param text with its prefix
     */
    record Shared(String text) implements SigningSecret {

        static final String PREFIX = "whsec_";
        private static final String HMAC = "HmacSHA256";
        static final int CHARACTERS = 32;

        /** Of what the part after the prefix decodes to: Standard Webhooks, "Signature scheme". */
        private static final int FEWEST_BYTES = 24;

        private static final int MOST_BYTES = 64;

        /** One for each thread, because to look one up takes longer than to compute it. */
        private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Shared::mac);

        @Override
        public String stored() {
            return text;
        }

        @Override
        public String forReceiver() {
            return text;
        }

        /** HMAC-SHA256 with all characters of the secret as the key. */
        byte[] hmacWithText(byte[]... parts) {
            return hmac(text.getBytes(StandardCharsets.UTF_8), parts);
        }

        /** HMAC-SHA256 with the bytes that the secret encodes. */
        byte[] hmacWithBytes(byte[]... parts) {
            return hmac(Base64.getDecoder().decode(text.substring(PREFIX.length())), parts);
        }

        private static byte[] hmac(byte[] key, byte[]... parts) {
            try {
                Mac mac = MACS.get();
                mac.init(new SecretKeySpec(key, HMAC));
                for (byte[] part : parts) {
                    mac.update(part);
                }
                return mac.doFinal();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("the provider has " + HMAC, impossible);
            }
        }

        private static Mac mac() {
            try {
                return Mac.getInstance(HMAC);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has HmacSHA256", impossible);
            }
        }

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "Shared[…" + hint() + "]";
        }
    }

    /**
     * An Ed25519 key pair.
     *
     * @param privateKey PKCS #8 in Base64
     * @param publicKey the 32 bytes of the key in Base64
     */
    record Pair(String privateKey, String publicKey) implements SigningSecret {

        private static final String PREFIX = "whsk_";
        private static final String PUBLIC_PREFIX = "whpk_";
        private static final int PUBLIC_BYTES = 32;

        static Pair random() {
            try {
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                byte[] encoded = pair.getPublic().getEncoded();
                // The key itself ends its X.509 form (RFC 8410, section 4).
                byte[] raw =
                        Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
                return new Pair(
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                        Base64.getEncoder().encodeToString(raw));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has Ed25519", impossible);
            }
        }

        static Pair parse(String stored) {
            int end = stored.indexOf('.');
            return new Pair(stored.substring(PREFIX.length(), end), stored.substring(end + 1));
        }

        @Override
        public String stored() {
            return PREFIX + privateKey + "." + publicKey;
        }

        @Override
        public String forReceiver() {
            return PUBLIC_PREFIX + publicKey;
        }

        byte[] sign(byte[]... parts) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(
                        KeyFactory.getInstance("Ed25519")
                                .generatePrivate(
                                        new PKCS8EncodedKeySpec(
                                                Base64.getDecoder().decode(privateKey))));
                for (byte[] part : parts) {
                    signature.update(part);
                }
                return signature.sign();
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("a stored signing key cannot be used", broken);
            }
        }

        /** Leaves the private key out. */
        @Override
        public String toString() {
            return "Pair[…" + hint() + "]";
        }
    }
}
