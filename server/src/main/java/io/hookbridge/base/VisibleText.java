package io.hookbridge.base;

import java.util.regex.Pattern;

/**
 * Writes foreign text so that whatever shows it only shows it. Characters that could move a cursor
 * or turn the order of others are written out, as {@code \x1b} or {@code \u202e} (CWE-150).
 */
public final class VisibleText {

    private static final Pattern NOT_SHOWN =
            Pattern.compile(
                    "[\\p{Cc}\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\p{Cs}]");

    private static final Pattern NOT_SHOWN_IN_LINES =
            Pattern.compile("(?![\\n\\t])" + NOT_SHOWN.pattern());

    private VisibleText() {}

    /** The text on one line. */
    public static String line(String text) {
        return writtenOut(text, NOT_SHOWN);
    }

    /** The text with its line ends and tabs. */
    public static String lines(String text) {
        return writtenOut(text, NOT_SHOWN_IN_LINES);
    }

    private static String writtenOut(String text, Pattern characters) {
        return characters.matcher(text).replaceAll(found -> "\\\\" + code(found.group().charAt(0)));
    }

    private static String code(char character) {
        return character <= 0xFF
                ? "x%02x".formatted((int) character)
                : "u%04x".formatted((int) character);
    }
}
