package io.hookbridge.http.openapi;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells whether the members of an answer come in the order in which a document describes them. */
final class MemberOrder {

    private final ApiDocument document;

    /** By the schema as it is written: long lists ask for the same few again and again. */
    private final Map<JsonNode, List<JsonNode>> parts =
            Collections.synchronizedMap(new IdentityHashMap<>());

    MemberOrder(ApiDocument document) {
        this.document = document;
    }

    /** What comes in another order; empty if nothing does. */
    List<String> problems(JsonNode schema, JsonNode value) {
        List<String> problems = new ArrayList<>();
        compare("", parts(schema), value, problems);
        return problems;
    }

    private void compare(
            String place, List<JsonNode> parts, JsonNode value, List<String> problems) {
        if (value.isArray()) {
            List<JsonNode> items = children(parts.stream().map(part -> part.path("items")));
            value.forEach(item -> compare(place + "[]", items, item, problems));
        } else if (value.isObject()) {
            List<String> described =
                    parts.stream()
                            .flatMap(part -> part.path("properties").propertyNames().stream())
                            .distinct()
                            .toList();
            List<String> sent = value.propertyNames().stream().filter(described::contains).toList();
            List<String> right = described.stream().filter(sent::contains).toList();
            if (!sent.equals(right)) {
                problems.add(
                        "%s: the members come as %s and are described as %s"
                                .formatted(place, sent, right));
            }
            value.forEachEntry((name, member) ->
                    compare(
                            place + "/" + name,
                            children(
                                    parts.stream()
                                            .map(part ->
                                                    part.path("properties").has(name)
                                                            ? part.path("properties").get(name)
                                                            : part.path("additionalProperties"))),
                            member,
                            problems));
        }
    }

    private List<JsonNode> children(Stream<JsonNode> schemas) {
        return schemas.filter(JsonNode::isObject)
                .flatMap(schema -> parts(schema).stream())
                .toList();
    }

    /** The schema itself and all that it is made of or may be. */
    private List<JsonNode> parts(JsonNode written) {
        List<JsonNode> known = parts.get(written);
        if (known == null) {
            JsonNode schema = document.resolve(written);
            known = new ArrayList<>(List.of(schema));
            for (String several : List.of("allOf", "oneOf", "anyOf")) {
                for (JsonNode part : schema.path(several)) {
                    known.addAll(parts(part));
                }
            }
            parts.put(written, known);
        }
        return known;
    }
}
