package io.hookbridge.base;

import tools.jackson.core.JacksonException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what one value of a JSON document says, in one pass over its bytes and without reading the
 * rest: the memory that it takes does not depend on the document.
 *
 * <p>Where the value stands is told by a path: names of members, and positions in arrays from 0,
 * with dots between them, such as {@code data.items.0.type}. A position may be written in brackets,
 * {@code items[0]}, and {@code $.} may stand before the whole.
 */
public final class JsonLookup {

    /** The most characters of a path. */
    public static final int LONGEST_PATH = 256;

    /** The rule in words, for whoever breaks it. */
    public static final String RULE =
            "names of members and positions in arrays with dots between them, such as"
                    + " data.items.0.type, in at most "
                    + LONGEST_PATH
                    + " characters";

    private static final Pattern BRACKETS = Pattern.compile("\\[([0-9]{1,6})]");
    private static final Pattern NAME = Pattern.compile("[^.\\[\\]\\p{Cntrl}]+");
    private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,5}");

    /** What one character takes at the most: two escapes, one for each half of a pair. */
    private static final int ESCAPED_CHARACTER = 12;

    private final List<Step> steps;
    private final int mostCharacters;

    /**
     * @param json the name in quotation marks, as it stands in most documents
     * @param position the same as a position in an array; -1 if it is none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Step(String name, byte[] json, int position) {

        static Step of(String name) {
            return new Step(
                    name,
                    ('"' + name + '"').getBytes(StandardCharsets.UTF_8),
                    POSITION.matcher(name).matches() ? Integer.parseInt(name) : -1);
        }

        boolean isNamed(byte[] sent) {
            return Arrays.equals(sent, json)
                    || (hasEscape(sent) && decoded(sent).filter(name::equals).isPresent());
        }
    }

    /** How often the value was met, and what it says. */
    private static final class Found {
        private int times;
        private Optional<String> text = Optional.empty();
    }

    private JsonLookup(List<Step> steps, int mostCharacters) {
        this.steps = steps;
        this.mostCharacters = mostCharacters;
    }

    /**
     * @param mostCharacters how long a value may be that is told, at least 1
     * @return empty if {@code path} is none
     */
    public static Optional<JsonLookup> parse(String path, int mostCharacters) {
        if (Text.length(path) > LONGEST_PATH) {
            return Optional.empty();
        }
        String dotted = BRACKETS.matcher(path).replaceAll(".$1");
        String plain =
                dotted.startsWith("$.")
                        ? dotted.substring(2)
                        : path.startsWith("[") ? dotted.substring(1) : dotted;
        List<String> names = List.of(plain.split("\\.", -1));
        return names.stream().allMatch(name -> NAME.matcher(name).matches())
                ? Optional.of(new JsonLookup(names.stream().map(Step::of).toList(), mostCharacters))
                : Optional.empty();
    }

    /**
     * What the value says: a string as it is, a number, {@code true} or {@code false} as it is
     * written.
     *
     * @return empty if there is no such value or more than one, because members come twice, if it
     *     is something else or too long, and for what is no JSON in UTF-8
     */
    public Optional<String> textIn(byte[] document) {
        Found found = new Found();
        try {
            JsonCutter json = new JsonCutter(document);
            walk(json, 0, found);
            json.requireEnd();
        } catch (JsonCutter.MalformedException noJson) {
            return Optional.empty();
        }
        return found.times == 1 ? found.text : Optional.empty();
    }

    /** Passes over the next value; it is the one that is looked for if no steps are left. */
    private void walk(JsonCutter json, int depth, Found found) {
        if (depth == steps.size()) {
            found.times++;
            found.text = read(json);
            return;
        }
        Step step = steps.get(depth);
        byte kind = json.kind();
        if (kind == '{') {
            json.enterObject();
            for (boolean first = true; json.hasNext('}', first); first = false) {
                walk(json, step.isNamed(json.name()), depth, found);
            }
        } else if (kind == '[') {
            json.enterArray();
            for (int i = 0; json.hasNext(']', i == 0); i++) {
                walk(json, i == step.position(), depth, found);
            }
        } else {
            json.skip();
        }
    }

    private void walk(JsonCutter json, boolean leadsOn, int depth, Found found) {
        if (leadsOn) {
            walk(json, depth + 1, found);
        } else {
            json.skip();
        }
    }

    private Optional<String> read(JsonCutter json) {
        byte kind = json.kind();
        if (kind == '{' || kind == '[' || kind == 'n') {
            json.skip();
            return Optional.empty();
        }
        byte[] value = json.cut();
        if (value.length > ESCAPED_CHARACTER * mostCharacters + 2) {
            return Optional.empty();
        }
        Optional<String> text =
                kind == '"'
                        ? decoded(value)
                        : Optional.of(new String(value, StandardCharsets.US_ASCII));
        return text.filter(it -> Text.length(it) <= mostCharacters);
    }

    private static Optional<String> decoded(byte[] quoted) {
        if (!hasEscape(quoted)) {
            return Optional.of(new String(quoted, 1, quoted.length - 2, StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Json.MAPPER.readValue(quoted, String.class));
        } catch (JacksonException beyondItsLimits) {
            return Optional.empty();
        }
    }

    private static boolean hasEscape(byte[] quoted) {
        for (byte c : quoted) {
            if (c == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The names and positions of the path, with dots between them. */
    @Override
    public String toString() {
        return String.join(".", steps.stream().map(Step::name).toList());
    }
}
