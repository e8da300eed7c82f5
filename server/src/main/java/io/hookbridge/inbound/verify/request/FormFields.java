package io.hookbridge.inbound.verify.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names and values in their order, as queries and urlencoded forms write them (URL Standard,
 * section 5.1).
 */
public record FormFields(List<Field> fields) {

    static final FormFields NONE = new FormFields(List.of());

    /** More than any provider sends; what has more is not read. */
    private static final int MOST = 10_000;

    /** A name and its value, both decoded. */
    public record Field(String name, String value) {}

    public FormFields {
        fields = List.copyOf(fields);
    }

    /**
     * Reads {@code name=value&…}. Empty if a name or value is not UTF-8 or a percent sign encodes
     * nothing: what has to be guessed at might make one of two texts that were signed apart.
     */
    static Optional<FormFields> parse(byte[] encoded) {
        List<Field> fields = new ArrayList<>();
        try {
            int from = 0;
            while (from <= encoded.length) {
                int end = indexOf('&', encoded, from, encoded.length);
                if (end > from) {
                    fields.add(field(encoded, from, end));
                }
                if (fields.size() > MOST) {
                    return Optional.empty();
                }
                from = end + 1;
            }
        } catch (CharacterCodingException unreadable) {
            return Optional.empty();
        }
        return Optional.of(new FormFields(fields));
    }

    /** Reads a query; its characters are bytes. */
    static Optional<FormFields> parse(String query) {
        return parse(query.getBytes(ISO_8859_1));
    }

    private static Field field(byte[] encoded, int from, int end) throws CharacterCodingException {
        int equals = indexOf('=', encoded, from, end);
        return new Field(
                decoded(encoded, from, equals), decoded(encoded, Math.min(equals + 1, end), end));
    }

    /** Where the byte stands; {@code end} if nowhere before it. */
    private static int indexOf(char wanted, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static String decoded(byte[] encoded, int from, int end)
            throws CharacterCodingException {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            switch (encoded[i]) {
                case '+' -> decoded.write(' ');
                case '%' -> {
                    decoded.write(escaped(encoded, i, end));
                    i += 2;
                }
                default -> decoded.write(encoded[i]);
            }
        }
        return text(decoded.toByteArray());
    }

    private static int escaped(byte[] encoded, int percent, int end)
            throws CharacterCodingException {
        int high = percent + 2 < end ? Character.digit(encoded[percent + 1], 16) : -1;
        int low = percent + 2 < end ? Character.digit(encoded[percent + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new CharacterCodingException();
        }
        return 16 * high + low;
    }

    /** The text that these bytes are in UTF-8, and not a text that resembles it. */
    static String text(byte[] bytes) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** The value of the first field of this name. */
    Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }
}
