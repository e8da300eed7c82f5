package io.hookbridge.http.openapi;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An OpenAPI document as a tree whose references are followed when they are met. */
final class ApiDocument {

    private static final String RESOURCE = "/io/hookbridge/docs/openapi.yaml";
    private static final String REFERENCE = "$ref";

    /** The shape of every refusal. */
    private static final String ERROR = "#/components/schemas/Error";

    /** The fields of a path item that are operations, in the order they are shown. */
    private static final List<String> METHODS =
            List.of("get", "post", "put", "patch", "delete", "options");

    private final JsonNode root;

    /**
     * One method of one path.
     *
     * @param method in upper case
     * @param parameters those of the path and those of the operation, resolved
     */
    record Operation(String method, String path, List<JsonNode> parameters, JsonNode node) {}

    ApiDocument(String yaml) {
        this.root = new YAMLMapper().readTree(yaml);
    }

    /** The document that describes this server. */
    static ApiDocument published() {
        return new ApiDocument(publishedText());
    }

    /** The same as it was written. */
    static String publishedText() {
        try (InputStream resource = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Every operation in the order of the document. */
    List<Operation> operations() {
        return operationsOf("paths");
    }

    /**
     * What a receiver gets, in the order of the document. A webhook has a name in the place of the
     * path.
     */
    List<Operation> webhooks() {
        return operationsOf("webhooks");
    }

    /** The answers of no operation by their status: of an unknown path, and of a missing method. */
    JsonNode unrouted() {
        return root.path("x-unrouted");
    }

    private List<Operation> operationsOf(String part) {
        List<Operation> operations = new ArrayList<>();
        root.path(part)
                .forEachEntry((path, item) -> {
                    for (String method : METHODS) {
                        if (item.has(method)) {
                            operations.add(operation(path, item, method));
                        }
                    }
                });
        return operations;
    }

    private Operation operation(String path, JsonNode item, String method) {
        JsonNode node = item.get(method);
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        node.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, node);
    }

    /**
     * What {@code node} stands for: itself, or what its reference leads to, with the members beside
     * the reference laid over it.
     *
     * @throws IllegalArgumentException if the reference leads nowhere
     */
    JsonNode resolve(JsonNode node) {
        Optional<String> reference = reference(node);
        if (reference.isEmpty()) {
            return node;
        }
        JsonNode target = resolve(target(reference.get()));
        if (node.size() == 1) {
            return target;
        }
        ObjectNode merged = (ObjectNode) target.deepCopy();
        node.forEachEntry((name, value) -> {
            if (!name.equals(REFERENCE)) {
                merged.set(name, value);
            }
        });
        return merged;
    }

    /** The reference of a node that has one, such as {@code #/components/schemas/Error}. */
    static Optional<String> reference(JsonNode node) {
        return node.path(REFERENCE).stringValueOpt();
    }

    /** What {@code error.code} can be in an answer: its examples are named so. */
    List<String> codes(JsonNode response) {
        JsonNode content = response.at("/content/application~1json");
        return reference(content.path("schema")).filter(ERROR::equals).isPresent()
                ? List.copyOf(content.path("examples").propertyNames())
                : List.of();
    }

    private JsonNode target(String reference) {
        if (reference.startsWith("#/")) {
            JsonNode target = root.at(JsonPointer.compile(reference.substring(1)));
            if (!target.isMissingNode()) {
                return target;
            }
        }
        throw new IllegalArgumentException(reference + " leads nowhere");
    }
}
