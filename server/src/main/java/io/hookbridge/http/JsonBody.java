package io.hookbridge.http;

import io.hookbridge.base.Json;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.Text;
import io.hookbridge.base.WholeNumber;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
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

    private final ObjectNode object;

    public JsonBody(ObjectNode object) {
        this.object = object;
    }

    /** All of it, for a body that is a document of its own; not to be changed. */
    public ObjectNode document() {
        return object;
    }

    /** A string of at most {@code maxChars} characters, counted as code points. */
    public Optional<String> text(String name, int maxChars) {
        Optional<String> text = text(name);
        if (text.isPresent() && Text.length(text.get()) > maxChars) {
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
        text.ifPresent(value -> requireText(name, value));
        return text;
    }

    private static void requireText(String name, String value) {
        if (!isText(value)) {
            throw ApiError.invalidRequest(
                    name + " must not contain U+0000 or half of a surrogate pair");
        }
    }

    /** JSON can spell what PostgreSQL does not store and UTF-8 does not encode. */
    private static boolean isText(String value) {
        int at = 0;
        while (at < value.length()) {
            int character = value.codePointAt(at);
            if (character == 0 || Character.getType(character) == Character.SURROGATE) {
                return false;
            }
            at += Character.charCount(character);
        }
        return true;
    }

    /**
     * A whole number between {@code min} and {@code max}, both inclusive; {@code 39.0} and {@code
     * 1e2} are whole numbers, too.
     */
    public Optional<Integer> integer(String name, int min, int max) {
        return member(name)
                .map(node ->
                        wholeNumber(node, min, max)
                                .orElseThrow(() ->
                                        ApiError.invalidRequest(
                                                "%s must be a whole number from %d to %d"
                                                        .formatted(name, min, max))));
    }

    /**
     * A moment, as {@link Rfc3339} reads it.
     *
     * @throws ApiError {@code INVALID_REQUEST} for anything else
     */
    public Optional<Instant> time(String name) {
        return text(name).map(text -> time(name, text));
    }

    static Instant time(String name, String text) {
        return Rfc3339.parse(text)
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                name
                                        + " must be an RFC 3339 time such as 2026-01-31T08:00:00Z,"
                                        + " or a date"));
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
        if (!member.get().isObject() && !isPhpsEmptyObject(member.get())) {
            throw ApiError.invalidRequest(name + " must be an object of strings");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : member.get().properties()) {
            if (!property.getValue().isString()) {
                throw ApiError.invalidRequest(name + " must be an object of strings");
            }
            requireText(name, property.getKey());
            requireText(name, property.getValue().stringValue());
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

    /**
     * An array of whole numbers between {@code min} and {@code max}, both inclusive, as {@link
     * #integer} reads them.
     */
    public Optional<List<Integer>> integers(String name, int min, int max) {
        Optional<JsonNode> member = member(name);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode element : member.get().isArray() ? member.get() : List.<JsonNode>of()) {
            wholeNumber(element, min, max).ifPresent(numbers::add);
        }
        if (!member.get().isArray() || numbers.size() < member.get().size()) {
            throw ApiError.invalidRequest(
                    "%s must be an array of whole numbers from %d to %d".formatted(name, min, max));
        }
        return Optional.of(numbers);
    }

    private static Optional<Integer> wholeNumber(JsonNode node, int min, int max) {
        return Optional.of(node)
                .filter(JsonNode::isNumber)
                .flatMap(it -> WholeNumber.of(it.decimalValue(), min, max));
    }

    /**
     * An object, to be read as this one is; {@code []}, which PHP sends for an object without
     * members, is one.
     *
     * @param members the names that it may have
     */
    public Optional<JsonBody> object(String name, List<String> members) {
        Optional<JsonNode> member = member(name);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        if (isPhpsEmptyObject(member.get())) {
            return Optional.of(new JsonBody(Json.MAPPER.createObjectNode()));
        }
        if (!(member.get() instanceof ObjectNode inner)) {
            throw ApiError.invalidRequest(name + " must be an object");
        }
        Vocabulary known = Vocabulary.ofMembers(members);
        inner.propertyNames().forEach(known::checkMember);
        return Optional.of(new JsonBody(inner));
    }

    private static boolean isPhpsEmptyObject(JsonNode node) {
        return node.isArray() && node.isEmpty();
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }
}
