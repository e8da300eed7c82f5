package io.hookbridge.console.source;

import io.hookbridge.base.Utf8;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body that a stranger sent, as a page shows it: the beginning of a text. All of it is a
 * download.
 *
 * @param text null where it is no text
 * @param bytes how long all of it is
 * @param cut whether there is more than is shown
 */
public record BodyView(@Nullable String text, long bytes, boolean cut) {

    /** A page sends no more of it, in bytes. */
    static final int MOST = 64 * 1024;

    public static BodyView of(byte[] body) {
        byte[] shown = body.length <= MOST ? body : Arrays.copyOf(body, MOST);
        int end = shown.length < body.length ? wholeCharacters(shown) : shown.length;
        byte[] whole = Arrays.copyOf(shown, end);
        return new BodyView(
                Utf8.isText(whole) ? new String(whole, StandardCharsets.UTF_8) : null,
                body.length,
                shown.length < body.length);
    }

    /** How long all of it is, in words. */
    public String size(Phrases phrases) {
        return phrases.size(bytes);
    }

    /** Where the last character begins that may be cut off. */
    private static int wholeCharacters(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes.length - end < 3 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return end > 0 && (bytes[end - 1] & 0xC0) == 0xC0 ? end - 1 : bytes.length;
    }
}
