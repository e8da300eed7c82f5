package io.hookbridge.http.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Validates values against the schemas of a document.
 *
 * <p>What the server sends is held to more than the document says: an object whose members are
 * listed must have no others. The document leaves this out, because clients must expect members
 * that a later release adds; a release itself must document all it sends.
 */
final class DocumentSchemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry ->
                            registry.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build()));

    private final JsonNode components;
    private final JsonNode closedComponents;
    private final Map<JsonNode, Schema> received = new ConcurrentHashMap<>();
    private final Map<JsonNode, Schema> sent = new ConcurrentHashMap<>();

    DocumentSchemas(ApiDocument document) {
        this.components = document.root().path("components");
        this.closedComponents = closed(components);
    }

    /** What is wrong with a value that a client sends; empty if nothing is. */
    List<String> problemsOfReceived(JsonNode schema, JsonNode value) {
        return problems(
                received.computeIfAbsent(schema, written -> compile(written, components)), value);
    }

    /** What is wrong with a value that the server sends; empty if nothing is. */
    List<String> problemsOfSent(JsonNode schema, JsonNode value) {
        return problems(
                sent.computeIfAbsent(schema, written -> compile(closed(written), closedComponents)),
                value);
    }

    /** What is wrong with {@code schema} as a JSON Schema of 2020-12; empty if nothing is. */
    static List<String> problemsOfSchema(JsonNode schema) {
        Schema metaSchema =
                REGISTRY.getSchema(
                        SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        return problems(metaSchema, schema);
    }

    /** A schema that stands alone, such as one from a file of the tests. */
    static List<String> problems(JsonNode schema, JsonNode value) {
        return problems(REGISTRY.getSchema(schema), value);
    }

    private static List<String> problems(Schema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .distinct()
                .toList();
    }

    /** Puts the components beside the schema, where its references look for them. */
    private static Schema compile(JsonNode schema, JsonNode components) {
        ObjectNode root = (ObjectNode) schema.deepCopy();
        root.set("components", components);
        return REGISTRY.getSchema(root);
    }

    private static JsonNode closed(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.path("type").asString("").equals("object")
                && schema.has("properties")
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(DocumentSchemas::close);
    }
}
