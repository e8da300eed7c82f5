package io.hookbridge.inbound.verify.request;

import io.hookbridge.base.Json;
import io.hookbridge.base.JsonCutter;

import tools.jackson.core.JacksonException;

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

    private FindInJson(byte[] json, List<String> steps) {
        this.json = new JsonCutter(json);
        this.steps = steps;
    }

    /** The text at this place, see {@link JsonPath#textIn}. */
    static Optional<String> text(byte[] json, JsonPath path) {
        try {
            FindInJson search = new FindInJson(json, path.steps());
            Optional<byte[]> found = search.from(0);
            search.json.requireEnd();
            return found.map(Json::readSent).flatMap(JsonPath.WHOLE::textIn);
        } catch (JsonCutter.MalformedException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Goes the steps from this one on; the next value is passed over whatever comes of it. */
    private Optional<byte[]> from(int step) {
        if (step == steps.size()) {
            return scalar();
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

    private Optional<byte[]> scalar() {
        byte kind = json.kind();
        if (kind == '{' || kind == '[') {
            json.skip();
            return Optional.empty();
        }
        return Optional.of(json.cut());
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
