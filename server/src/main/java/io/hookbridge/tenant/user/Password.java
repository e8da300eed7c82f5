package io.hookbridge.tenant.user;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A password as somebody typed it, in Unicode's composed form, so that keyboards that compose
 * letters differently agree.
 */
public record Password(String text) {

    /** The fewest and the most characters of a new one. */
    public static final int MIN = 12;

    public static final int MAX = 200;

    /** A new one has at least so many different characters. */
    private static final int DIFFERENT = 5;

    public Password {
        text = Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Why a password cannot be a new one. */
    public enum Objection {
        TOO_SHORT,
        TOO_LONG,
        /** It contains the email address of its owner. */
        HAS_EMAIL,
        /** It is made of too few different characters. */
        TOO_UNIFORM
    }

    /** Why this cannot be the new password of {@code owner}; empty if it can. */
    public Optional<Objection> objection(EmailAddress owner) {
        if (text.length() < MIN) {
            return Optional.of(Objection.TOO_SHORT);
        }
        if (text.length() > MAX) {
            return Optional.of(Objection.TOO_LONG);
        }
        if (text.toLowerCase(Locale.ROOT).contains(owner.key())) {
            return Optional.of(Objection.HAS_EMAIL);
        }
        return text.chars().distinct().count() < DIFFERENT
                ? Optional.of(Objection.TOO_UNIFORM)
                : Optional.empty();
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "Password";
    }
}
