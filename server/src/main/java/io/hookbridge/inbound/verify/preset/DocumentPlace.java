package io.hookbridge.inbound.verify.preset;

import io.hookbridge.inbound.verify.request.Source;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A value in a JSON document that knows where it stands, and notes what is wrong with it. What is
 * asked of a wrong value is answered as if it were not there, so that one mistake hides no other.
 */
final class DocumentPlace {

    private final JsonNode value;
    private final String pointer;
    private final List<Mistake> mistakes;

    /**
     * @param mistakes where they are noted
     */
    DocumentPlace(JsonNode value, List<Mistake> mistakes) {
        this(value, "", mistakes);
    }

    private DocumentPlace(JsonNode value, String pointer, List<Mistake> mistakes) {
        this.value = value;
        this.pointer = pointer;
        this.mistakes = mistakes;
    }

    void mistake(String sentence) {
        mistakes.add(new Mistake(pointer, sentence));
    }

    boolean isThere() {
        return !value.isMissingNode() && !value.isNull();
    }

    boolean isArray() {
        return value.isArray();
    }

    boolean isObject() {
        return value.isObject();
    }

    boolean isText() {
        return value.isString();
    }

    /** Whether it is {@code true}. */
    boolean isTrue() {
        return value.isBoolean() && value.booleanValue();
    }

    /** The member of this name, whether it is there or not. */
    DocumentPlace at(String name) {
        return below(value.isObject() ? value.path(name) : MissingNode.getInstance(), name);
    }

    private DocumentPlace below(JsonNode child, String step) {
        return new DocumentPlace(
                child, pointer + "/" + step.replace("~", "~0").replace("/", "~1"), mistakes);
    }

    /** Notes it if this is no object, and each member that is none of these. */
    DocumentPlace object(Set<String> names) {
        if (!value.isObject()) {
            mistake("must be an object");
        }
        for (String name : value.propertyNames()) {
            if (!names.contains(name)) {
                at(name).mistake("is not known here");
            }
        }
        return this;
    }

    /** The members of an object, in their order; none if it is not there. */
    Map<String, DocumentPlace> members(int most) {
        Map<String, DocumentPlace> members = new LinkedHashMap<>();
        if (!isThere()) {
            return members;
        }
        if (!value.isObject() || value.size() > most) {
            mistake("must be an object of at most %d members".formatted(most));
            return members;
        }
        for (String name : value.propertyNames()) {
            members.put(name, at(name));
        }
        return members;
    }

    /** The elements of an array; none if it is not there. */
    List<DocumentPlace> elements(int most) {
        List<DocumentPlace> elements = new ArrayList<>();
        if (!isThere()) {
            return elements;
        }
        if (!value.isArray() || value.size() > most) {
            mistake("must be an array of at most %d elements".formatted(most));
            return elements;
        }
        for (JsonNode element : value) {
            elements.add(below(element, Integer.toString(elements.size())));
        }
        return elements;
    }

    /** A text of 1 to {@code longest} characters; empty if there is none. */
    Optional<String> text(int longest) {
        if (!isThere()) {
            return Optional.empty();
        }
        if (!value.isString()
                || value.stringValue().isEmpty()
                || value.stringValue().length() > longest
                || value.stringValue().chars().anyMatch(Character::isISOControl)) {
            mistake("must be text of 1 to %d characters".formatted(longest));
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    /** The same, and it is a mistake if there is none. */
    Optional<String> neededText(int longest) {
        if (!isThere()) {
            mistake("is missing");
        }
        return text(longest);
    }

    /** A text that can be read by {@code reader}; empty if there is none. */
    <T> Optional<T> read(int longest, Function<String, Optional<T>> reader, String sentence) {
        Optional<String> text = text(longest);
        Optional<T> read = text.flatMap(reader);
        if (text.isPresent() && read.isEmpty()) {
            mistake(sentence);
        }
        return read;
    }

    /** The value whose word this is; empty if there is none. */
    <T> Optional<T> word(Map<String, T> values) {
        return read(
                100,
                word -> Optional.ofNullable(values.get(word)),
                "must be one of " + String.join(", ", values.keySet()));
    }

    /** A place in a request; empty if there is none. */
    Optional<Source> source() {
        return read(
                600,
                Source::parse,
                "must be header:NAME, query:NAME, form:NAME, json:PATH, sig:NAME or body:sha256");
    }

    /** A whole number between the two, both inclusive; empty if there is none. */
    Optional<Integer> whole(int min, int max) {
        if (!isThere()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < min
                || value.intValue() > max) {
            mistake("must be a whole number from %d to %d".formatted(min, max));
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    /** Yes or no; no if it is not there. */
    boolean yes() {
        if (isThere() && !value.isBoolean()) {
            mistake("must be true or false");
        }
        return isTrue();
    }
}
