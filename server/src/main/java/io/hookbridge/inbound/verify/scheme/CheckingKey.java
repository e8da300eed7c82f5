package io.hookbridge.inbound.verify.scheme;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What signatures of one sender are checked with. Thread-safe. */
public sealed interface CheckingKey {

    /**
     * Whether one of the signatures is the one of these bytes.
     *
     * @param signed in parts, one after the other
     */
    boolean made(List<byte[]> signatures, List<byte[]> signed);

    /** The key of this algorithm that a secret is; empty if it is none. */
    static Optional<CheckingKey> of(Algorithm algorithm, KeyForm form, String secret) {
        return form.bytes(secret)
                .flatMap(bytes ->
                        switch (algorithm) {
                            case HMAC_SHA1, HMAC_SHA256, HMAC_SHA512, DIGEST_SHA256 ->
                                    Optional.of(new Shared(algorithm, bytes));
                            case ED25519 -> Public.ofEd25519(bytes);
                            case ECDSA_P256_SHA256 -> Public.of(algorithm, "EC", bytes);
                            case RSA_SHA256 -> Public.of(algorithm, "RSA", bytes);
                        });
    }

    /** A secret that both sides know. */
    final class Shared implements CheckingKey {

        private final Algorithm algorithm;
        private final byte[] bytes;

        /** To be copied: that costs a fraction of having one looked up and given the key. */
        private final Optional<Mac> keyed;

        /**
         * @param bytes at least one
         */
        public Shared(Algorithm algorithm, byte[] bytes) {
            this.algorithm = algorithm;
            this.bytes = bytes.clone();
            this.keyed =
                    algorithm.isHmac() ? Optional.of(keyed(algorithm, bytes)) : Optional.empty();
        }

        private static Mac keyed(Algorithm algorithm, byte[] key) {
            try {
                Mac mac = Mac.getInstance(algorithm.standardName());
                mac.init(new SecretKeySpec(key, algorithm.standardName()));
                return mac;
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has " + algorithm, impossible);
            }
        }

        public Algorithm algorithm() {
            return algorithm;
        }

        /** For texts that hold the secret itself. */
        byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean made(List<byte[]> signatures, List<byte[]> signed) {
            byte[] expected = sign(signed);
            boolean made = false;
            for (byte[] signature : signatures) {
                made |= MessageDigest.isEqual(expected, signature);
            }
            return made;
        }

        /** The signature of these bytes, in parts one after the other. */
        public byte[] sign(List<byte[]> signed) {
            try {
                if (keyed.isEmpty()) {
                    MessageDigest digest = MessageDigest.getInstance(algorithm.standardName());
                    signed.forEach(digest::update);
                    return digest.digest();
                }
                Mac mac = (Mac) keyed.get().clone();
                signed.forEach(mac::update);
                return mac.doFinal();
            } catch (GeneralSecurityException | CloneNotSupportedException impossible) {
                throw new IllegalStateException(
                        "every Java has " + algorithm + " that can be copied", impossible);
            }
        }
    }

    /** The public half of a provider's key. */
    record Public(Algorithm algorithm, PublicKey key) implements CheckingKey {

        /** What precedes the 32 bytes of the key in its X.509 form (RFC 8410, section 4). */
        private static final byte[] ED25519_IN_X509 =
                HexFormat.of().parseHex("302a300506032b6570032100");

        /** Each costs as much as a thousand hashes, and no provider sends more. */
        private static final int MOST_SIGNATURES = 4;

        static Optional<CheckingKey> ofEd25519(byte[] raw) {
            byte[] encoded = Arrays.copyOf(ED25519_IN_X509, ED25519_IN_X509.length + raw.length);
            System.arraycopy(raw, 0, encoded, ED25519_IN_X509.length, raw.length);
            return of(Algorithm.ED25519, "Ed25519", encoded);
        }

        static Optional<CheckingKey> of(Algorithm algorithm, String family, byte[] encoded) {
            try {
                return Optional.of(
                        new Public(
                                algorithm,
                                KeyFactory.getInstance(family)
                                        .generatePublic(new X509EncodedKeySpec(encoded))));
            } catch (GeneralSecurityException noKey) {
                return Optional.empty();
            }
        }

        @Override
        public boolean made(List<byte[]> signatures, List<byte[]> signed) {
            return signatures.stream()
                    .limit(MOST_SIGNATURES)
                    .anyMatch(
                            signature -> verify(algorithm.standardName(), key, signature, signed));
        }

        /**
         * @param standardName of the algorithm
         */
        public static boolean verify(
                String standardName, PublicKey key, byte[] signature, List<byte[]> signed) {
            try {
                Signature check = Signature.getInstance(standardName);
                check.initVerify(key);
                for (byte[] part : signed) {
                    check.update(part);
                }
                return check.verify(signature);
            } catch (GeneralSecurityException noSignature) {
                return false;
            }
        }
    }
}
