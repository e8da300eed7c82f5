package io.hookbridge.inbound.verify.scheme;

import java.util.Arrays;
import java.util.Optional;

/** How a signature is made of bytes. */
public enum Algorithm {
    HMAC_SHA1("hmac", "sha1", "HmacSHA1", 20),
    HMAC_SHA256("hmac", "sha256", "HmacSHA256", 32),
    HMAC_SHA512("hmac", "sha512", "HmacSHA512", 64),

    /** A hash over a text that holds the secret itself. */
    DIGEST_SHA256("digest", "sha256", "SHA-256", 32),
    ED25519("ed25519", "", "Ed25519", 64),
    ECDSA_P256_SHA256("ecdsa-p256-sha256", "", "SHA256withECDSA", 0),
    RSA_SHA256("rsa-sha256", "", "SHA256withRSA", 0);

    private final String kind;
    private final String hash;
    private final String standardName;
    private final int length;

    Algorithm(String kind, String hash, String standardName, int length) {
        this.kind = kind;
        this.hash = hash;
        this.standardName = standardName;
        this.length = length;
    }

    /**
     * @param hash empty for kinds that have but one
     */
    public static Optional<Algorithm> of(String kind, String hash) {
        return Arrays.stream(values())
                .filter(each -> each.kind.equals(kind) && each.hash.equals(hash))
                .findFirst();
    }

    /** Whether whoever can check a signature can make one, too. */
    public boolean isShared() {
        return switch (this) {
            case HMAC_SHA1, HMAC_SHA256, HMAC_SHA512, DIGEST_SHA256 -> true;
            case ED25519, ECDSA_P256_SHA256, RSA_SHA256 -> false;
        };
    }

    /** Whether the key makes the signature, and does not merely stand in the text. */
    public boolean isHmac() {
        return kind.equals("hmac");
    }

    /** As the Java Security Standard Algorithm Names have it. */
    String standardName() {
        return standardName;
    }

    /** How many bytes each signature has; 0 if that differs. */
    int length() {
        return length;
    }
}
