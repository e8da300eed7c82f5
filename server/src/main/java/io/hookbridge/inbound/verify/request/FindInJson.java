package io.hookbridge.inbound.verify.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookbridge.base.Json;
import io.hookbridge.base.JsonCutter;

import tools.jackson.core.JacksonException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds one value in JSON without building anything of the rest, which may be many megabytes. What
 * readers understand differently is not found: a member that comes twice on the way, and everything
 * in what is not well-formed.
 */
final class FindInJson {

    private final JsonCutter json;
    private final List<String> steps;

    /** What is looked for. */
    private final Kind kind;

    private enum Kind {
        SCALAR,
        ARRAY;

        boolean begins(byte first) {
            return switch (this) {
                case SCALAR -> first != '{' && first != '[';
                case ARRAY -> first == '[';
            };
        }
    }

    private FindInJson(byte[] json, List<String> steps, Kind kind) {
        this.json = new JsonCutter(json);
        this.steps = steps;
        this.kind = kind;
    }

    /** The text at this place, see {@link JsonPath#textIn}. */
    static Optional<String> text(byte[] json, JsonPath path) {
        try {
            return bytes(json, path, Kind.SCALAR).flatMap(FindInJson::text);
        } catch (JsonCutter.MalformedException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] scalar) {
        // Once read, a number forgets how its exponent was written.
        return isNumber(scalar)
                ? Optional.of(new String(scalar, US_ASCII))
                : JsonPath.WHOLE.textIn(Json.readSent(scalar));
    }

    private static boolean isNumber(byte[] scalar) {
        return scalar[0] == '-' || (scalar[0] >= '0' && scalar[0] <= '9');
    }

    /** The elements at this place, see {@link JsonPath#elementsIn}. */
    static List<byte[]> elements(byte[] json, JsonPath path, int most) {
        try {
            return bytes(json, path, Kind.ARRAY)
                    .map(array -> elements(array, most))
                    .orElseGet(List::of);
        } catch (JsonCutter.MalformedException | JacksonException unreadable) {
            return List.of();
        }
    }

    private static List<byte[]> elements(byte[] array, int most) {
        JsonCutter json = new JsonCutter(array);
        List<byte[]> elements = new ArrayList<>();
        json.enterArray();
        for (boolean first = true; json.hasNext(']', first); first = false) {
            if (elements.size() == most) {
                return List.of();
            }
            elements.add(json.cut());
        }
        return elements;
    }

    private static Optional<byte[]> bytes(byte[] json, JsonPath path, Kind kind) {
        FindInJson search = new FindInJson(json, path.steps(), kind);
        Optional<byte[]> found = search.from(0);
        search.json.requireEnd();
        return found;
    }

    /** Goes the steps from this one on; the next value is passed over whatever comes of it. */
    private Optional<byte[]> from(int step) {
        if (step == steps.size()) {
            return found();
        }
        return switch (json.kind()) {
            case '{' -> inObject(step);
            case '[' -> inArray(step);
            default -> {
                json.skip();
                yield Optional.empty();
            }
        };
    }

    private Optional<byte[]> found() {
        if (kind.begins(json.kind())) {
            return Optional.of(json.cut());
        }
        json.skip();
        return Optional.empty();
    }

    private Optional<byte[]> inObject(int step) {
        json.enterObject();
        Optional<byte[]> found = Optional.empty();
        int times = 0;
        for (boolean first = true; json.hasNext('}', first); first = false) {
            if (isNamed(json.name(), steps.get(step))) {
                found = from(step + 1);
                times++;
            } else {
                json.skip();
            }
        }
        return times == 1 ? found : Optional.empty();
    }

    private Optional<byte[]> inArray(int step) {
        json.enterArray();
        Optional<byte[]> found = Optional.empty();
        int wanted = JsonPath.position(steps.get(step));
        int position = 0;
        for (boolean first = true; json.hasNext(']', first); first = false) {
            if (position == wanted) {
                found = from(step + 1);
            } else {
                json.skip();
            }
            position++;
        }
        return found;
    }

    /**
     * @param name with quotation marks
     */
    private static boolean isNamed(byte[] name, String wanted) {
        boolean isPlain = name.length == wanted.length() + 2;
        for (int i = 1; i < name.length - 1; i++) {
            if (name[i] == '\\' || name[i] < 0) {
                return Json.readSent(name).stringValue().equals(wanted);
            }
            isPlain = isPlain && name[i] == wanted.charAt(i - 1);
        }
        return isPlain;
    }
}
