package io.hookbridge.base;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 256 random bits that let in whoever holds them, written as 43 base64url characters. What is
 * stored is the hash alone.
 *
 * @param text the secret itself
 */
public record SecretToken(String text) {

    /** How many characters each has. */
    public static final int LENGTH = 43;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{" + LENGTH + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public static SecretToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new SecretToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** The token written as {@code text}; empty for what cannot be one. */
    public static Optional<SecretToken> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SecretToken(text)) : Optional.empty();
    }

    /** Whether a token may have this character. */
    public static boolean isCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-';
    }

    public byte[] hash() {
        return Sha256.of(text);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "SecretToken";
    }
}
