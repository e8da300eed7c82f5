package io.hookbridge.sdk.json;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259).
 *
 * <p>An object is a {@link java.util.Map} in the order of its members, an array a {@link
 * java.util.List}; a whole number is a {@link Long} or, beyond its range, a {@link
 * java.math.BigInteger}, any other number a {@link java.math.BigDecimal}.
 */
public final class Json {

    private Json() {}

    /**
     * Reads one value.
     *
     * @param text nothing but the value, and white space around it
     * @return a map, a list, a text, a number, a boolean or {@code null}; maps and lists cannot be
     *     changed
     * @throws JsonException if the text is not one JSON value, is nested more than 200 deep, has a
     *     name twice in one object, or a number of more than 1,000 digits or with an exponent of
     *     more than 6
     */
    public static @Nullable Object read(String text) {
        return new JsonReader(text).whole();
    }

    /**
     * Writes a value.
     *
     * @param value what {@link #read} returns, and besides: any {@link Number}, {@link
     *     java.time.Instant} and {@link java.time.LocalDate} as texts, {@link Word}, {@link
     *     JsonText}, any {@link Iterable}, records by their components without those that are
     *     {@code null}
     * @return JSON without white space
     * @throws JsonException if there is anything else in it, or a number that is not finite
     */
    public static String write(@Nullable Object value) {
        return new JsonWriter().with(value).text();
    }
}
