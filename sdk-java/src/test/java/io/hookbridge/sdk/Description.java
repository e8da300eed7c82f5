package io.hookbridge.sdk;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The API as {@code docs/openapi.yaml} describes it. */
final class Description {

    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "patch", "delete", "options");

    /** Tools that make clients refuse a document with a name twice in one place. */
    private final JsonNode document =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(Path.of("..", "docs", "openapi.yaml").toFile());

    /** All of its operations. */
    final List<Operation> operations = new ArrayList<>();

    Description() {
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().properties().stream()
                                .filter(each -> METHODS.contains(each.getKey()))
                                .forEach(each ->
                                        operations.add(
                                                new Operation(
                                                        path.getKey(),
                                                        each.getKey(),
                                                        each.getValue()))));
    }

    /** Follows a reference, if it is one. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(document.at(node.path("$ref").stringValue().substring(1)))
                : node;
    }

    /** The operation that a request is of; a path without braces goes before one with. */
    Operation of(String method, String path) {
        return operations.stream()
                .filter(each -> each.method.equalsIgnoreCase(method) && each.fits(path))
                .min(
                        Comparator.comparingLong(
                                each -> each.path.chars().filter(c -> c == '{').count()))
                .orElseThrow(() -> new AssertionError("there is no " + method + " " + path));
    }

    /** One of its operations. */
    final class Operation {

        final String path;
        final String method;
        private final JsonNode node;

        private Operation(String path, String method, JsonNode node) {
            this.path = path;
            this.method = method;
            this.node = node;
        }

        String id() {
            return node.path("operationId").stringValue();
        }

        private boolean fits(String other) {
            String pattern = Pattern.quote(path).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q");
            return other.matches(pattern);
        }

        /** The names of its parameters of the query. */
        List<String> query() {
            return node.path("parameters")
                    .valueStream()
                    .map(Description.this::resolved)
                    .filter(each -> each.path("in").stringValue().equals("query"))
                    .map(each -> each.path("name").stringValue())
                    .toList();
        }

        /** What a request holds; missing if nothing. */
        JsonNode request() {
            return node.path("requestBody").path("content").path("application/json").path("schema");
        }

        private JsonNode success() {
            return node.path("responses").properties().stream()
                    .filter(each -> each.getKey().startsWith("2"))
                    .map(each -> resolved(each.getValue()))
                    .findFirst()
                    .orElseThrow();
        }

        /** What an answer holds; missing if that is no JSON. */
        JsonNode answer() {
            return resolved(success().path("content").path("application/json").path("schema"));
        }

        /** Its answers in the examples; none if they are no JSON. */
        List<String> examples() {
            return success()
                    .path("content")
                    .path("application/json")
                    .path("examples")
                    .valueStream()
                    .map(each -> resolved(each).path("value").toString())
                    .toList();
        }

        @Override
        public String toString() {
            return id();
        }
    }
}
