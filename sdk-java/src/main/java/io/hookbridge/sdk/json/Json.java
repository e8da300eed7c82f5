package io.hookbridge.sdk.json;

import org.jspecify.annotations.Nullable;

import java.util.Set;

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
        return read(text, Set.of());
    }

    /**
     * Reads one value in which JSON of others stands, who must not be able to hide the rest.
     *
     * @param text nothing but the value, and white space around it
     * @param ofOthers names of the members that have such JSON as their value
     * @return what {@link #read(String)} returns, but in the place of each value of such a member
     *     that it would refuse by itself, although that is JSON, a {@link JsonText}
     * @throws JsonException if the text is not one JSON value, or is more beside those than {@link
     *     #read(String)} reads
     */
    public static @Nullable Object read(String text, Set<String> ofOthers) {
        return new JsonReader(text, ofOthers).whole();
    }

    /**
     * Writes a value.
     *
     * @param value what {@link #read(String)} returns, and besides: any {@link Number}, {@link
     *     java.time.Instant} and {@link java.time.LocalDate} as texts, {@link Word}, {@link
     *     JsonText}, any {@link Iterable}, records by their components without those that are
     *     {@code null}
     * @return JSON without white space
     * @throws JsonException if there is anything else in it, or a number that is not finite
     * @throws UnreadableTypeException if a record lies in a package that its module does not open
     *     to {@code io.hookbridge.sdk}
     */
    public static String write(@Nullable Object value) {
        return new JsonWriter().with(value).text();
    }
}
