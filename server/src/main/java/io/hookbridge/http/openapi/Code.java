package io.hookbridge.http.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code in pieces that a page can colour: names of members, quoted text, and the rest. */
public record Code(List<Piece> pieces) {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"(:)?");

    /** How a piece looks. */
    public enum Kind {
        NAME,
        TEXT,
        PLAIN
    }

    /** Some characters of one kind. */
    public record Piece(Kind kind, String text) {}

    /** Takes JSON, or anything else in which double quotes mean what they mean in JSON. */
    public static Code of(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(text);
        int end = 0;
        while (quoted.find()) {
            pieces.add(new Piece(Kind.PLAIN, text.substring(end, quoted.start())));
            Kind kind = quoted.group(1) == null ? Kind.TEXT : Kind.NAME;
            pieces.add(new Piece(kind, quoted.group()));
            end = quoted.end();
        }
        pieces.add(new Piece(Kind.PLAIN, text.substring(end)));
        return new Code(pieces);
    }
}
