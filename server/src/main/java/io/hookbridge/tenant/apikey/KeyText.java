package io.hookbridge.tenant.apikey;

import io.hookbridge.base.Mode;
import io.hookbridge.base.RandomText;
import io.hookbridge.base.Sha256;

import java.util.Optional;

/**
 * The secret text of an API key: {@code hb_live_} or {@code hb_test_} and at least 20 letters and
 * digits, 32 where we make it.
 */
public record KeyText(String value) {

    private static final int PREFIX_LENGTH = "hb_live_".length();
    private static final int RANDOM_CHARACTERS = 32;
    private static final int PREFIX_CHARACTERS = 11;

    public KeyText {
        if (!hasForm(value)) {
            throw new IllegalArgumentException(
                    "an API key is hb_live_ or hb_test_ and 20 to 100 letters and digits");
        }
    }

    /** A new key that nobody can guess (190 random bits). */
    public static KeyText random(Mode mode) {
        return new KeyText("hb_" + mode.word() + "_" + RandomText.base62(RANDOM_CHARACTERS));
    }

    /** The key that {@code text} is, if it has the form of one. */
    public static Optional<KeyText> parse(String text) {
        return hasForm(text) ? Optional.of(new KeyText(text)) : Optional.empty();
    }

    private static boolean hasForm(String text) {
        int random = text.length() - PREFIX_LENGTH;
        return (text.startsWith("hb_live_") || text.startsWith("hb_test_"))
                && random >= 20
                && random <= 100
                && hasLettersAndDigitsOnly(text, PREFIX_LENGTH);
    }

    private static boolean hasLettersAndDigitsOnly(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!isLetterOrDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    public Mode mode() {
        return value.startsWith("hb_live_") ? Mode.LIVE : Mode.TEST;
    }

    /** The part that lists show. */
    String prefix() {
        return value.substring(0, PREFIX_CHARACTERS);
    }

    byte[] hash() {
        return Sha256.of(value);
    }

    /** The prefix only: a key must not reach a log through string concatenation. */
    @Override
    public String toString() {
        return prefix() + "…";
    }
}
