package io.hookbridge.inbound.verify.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text with names in braces, taken apart: {@code v0:{header:X-Time}:{body}}. */
public final class Placeholders {

    private Placeholders() {}

    /**
     * A piece of such a text.
     *
     * @param text the name if it is a placeholder, else what stands there
     */
    public record Piece(boolean isPlaceholder, String text) {}

    /** The pieces in their order; empty if braces are not in pairs. */
    public static Optional<List<Piece>> in(String text) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = indexOf('{', text, at);
            int close = indexOf('}', text, at);
            if (close < open) {
                return Optional.empty();
            }
            if (open > at) {
                pieces.add(new Piece(false, text.substring(at, open)));
            }
            if (open == text.length()) {
                break;
            }
            String name = text.substring(open + 1, close);
            if (close == text.length() || name.indexOf('{') >= 0) {
                return Optional.empty();
            }
            pieces.add(new Piece(true, name));
            at = close + 1;
        }
        return Optional.of(pieces);
    }

    /** The length of the text if the character is not there. */
    private static int indexOf(char wanted, String text, int from) {
        int at = text.indexOf(wanted, from);
        return at < 0 ? text.length() : at;
    }
}
