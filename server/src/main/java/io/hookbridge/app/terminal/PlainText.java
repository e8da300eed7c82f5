package io.hookbridge.app.terminal;

import io.hookbridge.base.VisibleText;

/**
 * Writes foreign text so that a terminal only shows it: nothing names the window or fills the
 * clipboard.
 */
public final class PlainText {

    private PlainText() {}

    /** The text on one line. */
    public static String line(String text) {
        return VisibleText.line(text);
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
        return VisibleText.lines(text);
    }
}
