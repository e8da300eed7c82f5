package io.hookbridge.app.terminal;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Writes text so that a POSIX shell reads it back as one word. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private ShellWord() {}

    /** The text as it is where nothing in it means anything to a shell, else in single quotes. */
    public static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** What a shell replaces by the content of the file, between double quotes, too. */
    public static String contentOf(Path file) {
        return "$(cat " + of(file.toString()) + ")";
    }
}
