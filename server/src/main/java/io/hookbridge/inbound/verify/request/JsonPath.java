package io.hookbridge.inbound.verify.request;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in JSON: names of members and positions of elements from 0, with dots between them, such
 * as {@code data.events.0.type}. {@code $.} may stand before it, and a position may be written as
 * {@code [0]}. A path of nothing is the whole.
 */
public record JsonPath(List<String> steps) {

    /** The whole value. */
    public static final JsonPath WHOLE = new JsonPath(List.of());

    private static final int LONGEST = 500;
    private static final int MOST_STEPS = 16;

    private static final Pattern BRACKETS = Pattern.compile("\\[([0-9]{1,6})\\]");
    private static final Pattern STEP = Pattern.compile("[^\\p{Cntrl}.\\[\\]{}+:\"]{1,100}");
    private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,5}");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** Reads 1 to 16 steps; empty for anything else. */
    public static Optional<JsonPath> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String dotted = BRACKETS.matcher(text).replaceAll(".$1");
        String path =
                dotted.startsWith("$.")
                        ? dotted.substring(2)
                        : text.startsWith("[") ? dotted.substring(1) : dotted;
        List<String> steps = List.of(path.split("\\.", -1));
        boolean isPath =
                steps.size() <= MOST_STEPS
                        && steps.stream().allMatch(step -> STEP.matcher(step).matches());
        return isPath ? Optional.of(new JsonPath(steps)) : Optional.empty();
    }

    /** The value at this place; empty if there is none. */
    Optional<JsonNode> in(JsonNode json) {
        @Nullable JsonNode at = json;
        for (String step : steps) {
            at = next(at, step);
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    private static @Nullable JsonNode next(JsonNode at, String step) {
        return at.isArray() ? at.get(position(step)) : at.get(step);
    }

    /** Which element of an array a step is; -1 if it is none. */
    static int position(String step) {
        return POSITION.matcher(step).matches() ? Integer.parseInt(step) : -1;
    }

    /**
     * The elements of the array at this place in JSON that was not read, each as it was sent; empty
     * if there is no array, or as {@link #textIn(byte[])}.
     *
     * @param most there may be; of more none are told
     */
    public List<byte[]> elementsIn(byte[] json, int most) {
        return FindInJson.elements(json, this, most);
    }

    /**
     * As {@link #textIn(JsonNode)} in JSON that was not read, of which nothing but the value is
     * read now; numbers are told as they were sent. Also empty for what is no JSON in UTF-8, and
     * where members on the way come twice.
     */
    public Optional<String> textIn(byte[] json) {
        return FindInJson.text(json, this);
    }

    /** The string, number or boolean at this place as text; empty for everything else. */
    public Optional<String> textIn(JsonNode json) {
        return in(json).flatMap(JsonPath::text);
    }

    private static Optional<String> text(JsonNode value) {
        if (value.isString()) {
            return Optional.of(value.stringValue()).filter(JsonPath::isWellFormed);
        }
        return value.isNumber() || value.isBoolean()
                ? Optional.of(value.toString())
                : Optional.empty();
    }

    /** Half of a surrogate pair would become a question mark where bytes are made of the text. */
    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
