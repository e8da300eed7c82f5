package io.hookbridge.console.message;

import io.hookbridge.base.Json;
import io.hookbridge.base.Utf8;
import io.hookbridge.base.VisibleText;

import tools.jackson.core.JacksonException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Foreign bytes as text on a page: a beginning of bounded length, and nothing in it that a browser
 * would take for more than text.
 *
 * @param text what is shown; empty if the bytes are no text
 * @param readable whether the bytes are text
 * @param whole whether all of it is shown
 */
public record PayloadView(String text, boolean readable, boolean whole) {

    /** The most bytes that a page shows when asked for more. */
    static final int MOST_BYTES = 64 * 1024;

    /** As many are shown at first. */
    static final int FIRST_BYTES = 8 * 1024;

    private static final int MOST_NODES = 2_000;

    private static final int LONGEST_CHARACTER = 4;

    /**
     * @param beginning of the bytes, or all of them
     * @param size how many there are
     * @param contentType what their sender calls them
     */
    static PayloadView of(byte[] beginning, int size, String contentType) {
        byte[] bytes = beginning.length < size ? withoutCutCharacter(beginning) : beginning;
        boolean whole = beginning.length >= size;
        if (!Utf8.isText(bytes)) {
            return new PayloadView("", false, false);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!isJson(text, contentType, whole)) {
            return new PayloadView(VisibleText.lines(text), true, whole);
        }
        String indented = IndentedJson.of(text, MOST_NODES);
        return indented.length() > 2 * MOST_BYTES
                ? new PayloadView(VisibleText.lines(text), true, whole)
                : new PayloadView(
                        VisibleText.lines(indented), true, whole && isAll(text, indented));
    }

    /** Of a beginning, only its first character can be looked at. */
    private static boolean isJson(String text, String contentType, boolean whole) {
        String begins = text.stripLeading();
        return contentType.toLowerCase(Locale.ROOT).contains("json")
                && (begins.startsWith("{") || begins.startsWith("["))
                && (!whole || isValid(text));
    }

    private static boolean isValid(String text) {
        try {
            Json.MAPPER.readTree(text);
            return true;
        } catch (JacksonException invalid) {
            return false;
        }
    }

    /** Whether no value was left out. */
    private static boolean isAll(String text, String indented) {
        return withoutBlanks(indented).length() == withoutBlanks(text).length();
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("[ \\t\\r\\n]+", "");
    }

    /** Without the character at the end that is not all there. */
    private static byte[] withoutCutCharacter(byte[] bytes) {
        for (int back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back++) {
            int last = bytes[bytes.length - back] & 0xFF;
            if (last < 0x80) {
                return bytes;
            }
            if (last >= 0xC0) {
                int length = last >= 0xF0 ? 4 : last >= 0xE0 ? 3 : 2;
                return length > back ? Arrays.copyOf(bytes, bytes.length - back) : bytes;
            }
        }
        return bytes;
    }
}
