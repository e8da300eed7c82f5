package io.hookbridge.base;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Lines of CSV (RFC 4180). Spreadsheets take a cell that begins like a formula for one; text that
 * begins so gets an apostrophe in front, which they read as "this is text". Some of them part cells
 * at semicolons, by the language of their user, or at tabs. Quotation marks are of no help there,
 * also not for line breaks, so what follows any of these is treated in the same way.
 */
public final class Csv {

    public static final String LINE_END = "\r\n";

    /**
     * Before what a formula begins with, also behind what spreadsheets skip (OWASP, "CSV
     * Injection").
     */
    private static final Pattern FORMULA =
            Pattern.compile("^(?=\"*[=+\\-@\t\r\n])|(?<=[;\t\r\n])(?=\"*[=+\\-@])");

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
            default -> quoted(free(value.toString()));
        };
    }

    /** The same text, of which no spreadsheet takes a part for a formula. */
    public static String free(String text) {
        return FORMULA.matcher(text).replaceAll("'");
    }

    /** A cell with this text, in quotation marks where they are needed. */
    public static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
