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

    /** Why this cannot be the new password of {@code owner}, in a sentence; empty if it can. */
    public Optional<String> objection(EmailAddress owner) {
        if (text.length() < MIN) {
            return Optional.of("The password must have at least " + MIN + " characters.");
        }
        if (text.length() > MAX) {
            return Optional.of("The password must have at most " + MAX + " characters.");
        }
        if (text.toLowerCase(Locale.ROOT).contains(owner.key())) {
            return Optional.of("The password must not contain your email address.");
        }
        return text.chars().distinct().count() < DIFFERENT
                ? Optional.of("The password repeats too few characters; mix more of them.")
                : Optional.empty();
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "Password";
    }
}
