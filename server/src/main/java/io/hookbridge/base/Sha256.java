package io.hookbridge.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** SHA-256, for looking up random credentials without storing them. Not for passwords. */
public final class Sha256 {

    /** To be copied: that costs a fraction of having one looked up. */
    private static final MessageDigest EMPTY = empty();

    private Sha256() {}

    private static MessageDigest empty() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The 32 bytes of the hash of {@code text} in UTF-8. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The 32 bytes of the hash of {@code content}. */
    public static byte[] of(byte[] content) {
        return copy().digest(content);
    }

    /** The 32 bytes of the hash of these parts, one after the other. */
    public static byte[] of(List<byte[]> parts) {
        MessageDigest hash = copy();
        parts.forEach(hash::update);
        return hash.digest();
    }

    private static MessageDigest copy() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", impossible);
        }
    }
}
