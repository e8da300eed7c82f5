package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a query or a form and their values, decoded, each in the order in which they came
 * first.
 */
record Parameters(Map<String, List<String>> values) {

    /**
     * Reads {@code application/x-www-form-urlencoded}.
     *
     * @param encoded one character for each byte, as a request line has it, or any text
     * @throws IllegalArgumentException if it is not valid percent-encoded UTF-8
     */
    static Parameters of(@Nullable String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (encoded != null) {
            for (String pair : encoded.split("&")) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = equals < 0 ? pair : pair.substring(0, equals);
                    String value = equals < 0 ? "" : pair.substring(equals + 1);
                    values.computeIfAbsent(decoded(name, true), _ -> new ArrayList<>())
                            .add(decoded(value, true));
                }
            }
        }
        return new Parameters(values);
    }

    /** The first name that has this character, or whose value has it. */
    Optional<String> firstWith(char character) {
        return values.entrySet().stream()
                .filter(entry ->
                        entry.getKey().indexOf(character) >= 0
                                || entry.getValue().stream()
                                        .anyMatch(value -> value.indexOf(character) >= 0))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The first value of this name; null if there is none. */
    @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /**
     * The text behind percent-encoding.
     *
     * @param plusIsBlank as in a query; in a path it is a plus
     * @throws IllegalArgumentException if it is not valid percent-encoded UTF-8
     */
    static String decoded(String encoded, boolean plusIsBlank) {
        byte[] bytes = encoded.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                if (i + 2 >= bytes.length) {
                    throw new IllegalArgumentException("an escape is cut off");
                }
                out.write(nibble(bytes[i + 1]) << 4 | nibble(bytes[i + 2]));
                i += 2;
            } else {
                out.write(plusIsBlank && bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new IllegalArgumentException("not UTF-8", notText);
        }
    }

    private static int nibble(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw new IllegalArgumentException("not a hexadecimal digit");
        }
        return value;
    }
}
