package io.hookbridge.base;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.StringJoiner;

/**
 * Lines of CSV (RFC 4180). Spreadsheets take a cell that begins like a formula for one; text that
 * begins so gets an apostrophe in front, which they read as "this is text".
 */
public final class Csv {

    private static final String LINE_END = "\r\n";

    /** What a formula begins with, also behind what spreadsheets skip (OWASP, "CSV Injection"). */
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private Csv() {}

    /** One line with its end; null becomes an empty cell, an {@link Instant} RFC 3339. */
    public static String line(@Nullable Object... cells) {
        StringJoiner line = new StringJoiner(",", "", LINE_END);
        for (Object cell : cells) {
            line.add(cell(cell));
        }
        return line.toString();
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant time -> Json.timestamp(time);
            case Number number -> number.toString();
            default -> quoted(harmless(value.toString()));
        };
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
