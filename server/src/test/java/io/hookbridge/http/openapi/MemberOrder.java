package io.hookbridge.http.openapi;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether the members of an answer come in the order in which a document describes them. */
final class MemberOrder {

    private final ApiDocument document;

    MemberOrder(ApiDocument document) {
        this.document = document;
    }

    /** What comes in another order; empty if nothing does. */
    List<String> problems(JsonNode schema, JsonNode value) {
        List<String> problems = new ArrayList<>();
        compare("", parts(schema).toList(), value, problems);
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
        return schemas.filter(JsonNode::isObject).flatMap(this::parts).toList();
    }

    /** The schema itself and all that it is made of or may be. */
    private Stream<JsonNode> parts(JsonNode written) {
        JsonNode schema = document.resolve(written);
        return Stream.concat(
                Stream.of(schema),
                Stream.of("allOf", "oneOf", "anyOf")
                        .flatMap(several ->
                                schema.path(several).valueStream().flatMap(this::parts)));
    }
}
