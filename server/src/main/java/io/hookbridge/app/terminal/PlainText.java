package io.hookbridge.app.terminal;

import java.util.regex.Pattern;

/**
 * Writes foreign text so that a terminal only shows it. Whatever could move the cursor, name the
 * window, fill the clipboard or turn the order of other characters is written out, as {@code \x1b}
 * or {@code \u202e} (CWE-150).
 */
public final class PlainText {

    private static final Pattern NOT_SHOWN =
            Pattern.compile(
                    "[\\p{Cc}\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\p{Cs}]");

    private static final Pattern NOT_SHOWN_IN_LINES =
            Pattern.compile("(?![\\n\\t])" + NOT_SHOWN.pattern());

    private PlainText() {}

    /** The text on one line. */
    public static String line(String text) {
        return writtenOut(text, NOT_SHOWN);
    }

    /**
     * The text on one line, with an ellipsis at its end if it was longer.
     *
     * @param most how many characters are shown, at least 1
     */
    public static String line(String text, int most) {
        // What is cut off need not be written out first.
        String shown = line(text.length() > most ? text.substring(0, most) : text);
        return text.length() > most || shown.length() > most
                ? shown.substring(0, Math.min(shown.length(), most - 1)) + "…"
                : shown;
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
