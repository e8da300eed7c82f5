package io.hookbridge.http;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a request's JSON object, read by name. A member that is absent and one that is
 * {@code null} are the same; one of the wrong type is {@code INVALID_REQUEST}.
 */
public final class JsonBody {

    static final JsonBody EMPTY = new JsonBody(JsonNodeFactory.instance.objectNode());

    private final ObjectNode object;

    public JsonBody(ObjectNode object) {
        this.object = object;
    }

    /** A string of at most {@code maxChars} characters. */
    public Optional<String> text(String name, int maxChars) {
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().length() > maxChars) {
            throw ApiError.invalidRequest(name + " must have at most " + maxChars + " characters");
        }
        return text;
    }

    /** A string of any length the body limit allows. */
    public Optional<String> text(String name) {
        Optional<JsonNode> member = member(name);
        if (member.isPresent() && !member.get().isString()) {
            throw ApiError.invalidRequest(name + " must be a string");
        }
        Optional<String> text = member.map(JsonNode::stringValue);
        if (text.isPresent() && !isText(text.get())) {
            throw ApiError.invalidRequest(
                    name + " must not contain U+0000 or half of a surrogate pair");
        }
        return text;
    }

    /** JSON can spell what PostgreSQL does not store and UTF-8 does not encode. */
    private static boolean isText(String value) {
        return value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    /** A whole number between {@code min} and {@code max}, both inclusive. */
    public Optional<Integer> integer(String name, int min, int max) {
        Optional<JsonNode> member = member(name);
        if (member.isPresent()
                && !(member.get().isInt()
                        && member.get().intValue() >= min
                        && member.get().intValue() <= max)) {
            throw ApiError.invalidRequest(
                    name + " must be a whole number from " + min + " to " + max);
        }
        return member.map(JsonNode::intValue);
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag(String name) {
        Optional<JsonNode> member = member(name);
        if (member.isPresent() && !member.get().isBoolean()) {
            throw ApiError.invalidRequest(name + " must be true or false");
        }
        return member.map(JsonNode::booleanValue);
    }

    /**
     * An object whose members are strings, in the order in which they were sent. {@code []}, which
     * PHP sends for an object without members, is one.
     */
    public Optional<Map<String, String>> textsByName(String name) {
        Optional<JsonNode> member = member(name);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        boolean isPhpsEmptyObject = member.get().isArray() && member.get().isEmpty();
        if (!member.get().isObject() && !isPhpsEmptyObject) {
            throw ApiError.invalidRequest(name + " must be an object of strings");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : member.get().properties()) {
            if (!property.getValue().isString()) {
                throw ApiError.invalidRequest(name + " must be an object of strings");
            }
            texts.put(property.getKey(), property.getValue().stringValue());
        }
        return Optional.of(texts);
    }

    /** An array of strings. */
    public Optional<List<String>> texts(String name) {
        Optional<JsonNode> member = member(name);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        if (!member.get().isArray()) {
            throw ApiError.invalidRequest(name + " must be an array of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : member.get()) {
            if (!element.isString() || !isText(element.stringValue())) {
                throw ApiError.invalidRequest(name + " must be an array of strings");
            }
            texts.add(element.stringValue());
        }
        return Optional.of(texts);
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }
}
