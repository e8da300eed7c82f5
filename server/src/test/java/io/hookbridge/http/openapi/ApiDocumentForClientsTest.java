package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds {@code docs/openapi.yaml} to what programs that read it can work with: generators of
 * clients, which make one type of each schema, and testers that go from one operation to the next.
 */
@Tag("unit")
class ApiDocumentForClientsTest {

    private static final String SCHEMAS = "/components/schemas/";

    /** Members and parameters that hold a moment or a date, by their names. */
    private static final String TIME =
            ".*_(at|time)|created_(after|before)|period_(start|end)|as_of";

    private final ApiDocument document = ApiDescription.published().document();

    @Test
    void every_array_says_what_it_holds() {
        assertThat(
                        schemas((place, schema) ->
                                !types(schema).contains("array") || schema.has("items")))
                .isEmpty();
    }

    @Test
    void every_object_names_its_members_or_says_that_they_are_free() {
        assertThat(
                        schemas((place, schema) ->
                                !types(schema).contains("object")
                                        || schema.has("properties")
                                        || schema.has("additionalProperties")))
                .isEmpty();
    }

    @Test
    void every_object_with_members_has_a_name() {
        assertThat(
                        schemas((place, schema) ->
                                !schema.has("properties")
                                        || schema.has("$ref")
                                        || place.matches(SCHEMAS + "[^/]+")))
                .isEmpty();
    }

    @Test
    void no_list_of_values_is_written_twice() {
        Map<Set<String>, List<String>> places = new LinkedHashMap<>();
        walk(
                "",
                document.root(),
                (place, node) -> {
                    if (node.path("enum").isArray()) {
                        Set<String> values =
                                node.path("enum")
                                        .valueStream()
                                        .filter(value -> !value.isNull())
                                        .map(JsonNode::asString)
                                        .collect(Collectors.toCollection(TreeSet::new));
                        places.computeIfAbsent(values, _ -> new ArrayList<>()).add(place);
                    }
                });
        assertThat(places).hasSizeGreaterThan(10);
        assertThat(places.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    /** Otherwise a generator makes an enumeration of its own for each place, with an odd name. */
    @Test
    void a_list_of_values_has_no_null_in_it() {
        List<String> broken = new ArrayList<>();
        walk(
                "",
                document.root(),
                (place, node) -> {
                    if (node.path("enum").valueStream().anyMatch(JsonNode::isNull)) {
                        broken.add(place);
                    }
                });
        assertThat(broken).isEmpty();
    }

    @Test
    void no_schema_is_a_combination_of_others() {
        assertThat(schemas((place, schema) -> !schema.has("allOf"))).isEmpty();
    }

    @Test
    void every_refusal_is_the_one_error_that_clients_know() {
        List<String> others = new ArrayList<>();
        for (ApiDocument.Operation operation : document.operations()) {
            operation
                    .node()
                    .path("responses")
                    .forEachEntry((status, written) -> {
                        JsonNode content = document.resolve(written).path("content");
                        if (status.compareTo("400") >= 0
                                && !content.at("/application~1json/schema/$ref")
                                        .asString("")
                                        .equals("#/components/schemas/Error")) {
                            others.add(name(operation) + " " + status);
                        }
                    });
        }
        assertThat(others).isEmpty();
    }

    @Test
    void every_operation_says_how_it_can_be_refused() {
        Set<String> anybody = Set.of("400", "414", "421", "431", "500", "503");
        for (ApiDocument.Operation operation : document.operations()) {
            assertThat(operation.node().path("responses").propertyNames())
                    .as(name(operation))
                    .containsAll(anybody);
            if (!operation.node().path("security").isEmpty()) {
                assertThat(operation.node().path("responses").propertyNames())
                        .as(name(operation))
                        .contains("401", "403", "429");
            }
        }
    }

    @Test
    void the_parameters_of_a_path_have_named_schemas() {
        for (ApiDocument.Operation operation : document.operations()) {
            for (JsonNode parameter : operation.parameters()) {
                if (parameter.path("in").asString().equals("path")) {
                    assertThat(parameter.at("/schema/$ref").asString(""))
                            .as(name(operation))
                            .startsWith("#" + SCHEMAS);
                }
            }
        }
    }

    @Test
    void a_list_in_a_query_is_an_array_with_commas() {
        List<JsonNode> lists =
                document.operations().stream()
                        .flatMap(operation -> operation.parameters().stream())
                        .filter(it -> types(document.resolve(it.path("schema"))).contains("array"))
                        .toList();

        assertThat(lists)
                .extracting(parameter -> parameter.path("name").asString())
                .contains("status", "user_id", "api_key_id");
        assertThat(lists)
                .allSatisfy(it -> {
                    assertThat(it.path("style").asString("")).isEqualTo("form");
                    assertThat(it.path("explode").asBoolean(true)).isFalse();
                });
    }

    @Test
    void every_time_says_how_it_is_written() {
        Map<String, JsonNode> times = new TreeMap<>();
        walk(
                "",
                document.root(),
                (place, node) -> {
                    node.path("properties")
                            .forEachEntry((name, member) -> {
                                if (name.matches(TIME)) {
                                    times.put(place + "/" + name, member);
                                }
                            });
                    if (node.has("in") && node.path("name").asString("").matches(TIME)) {
                        times.put(place, node.path("schema"));
                    }
                });

        assertThat(times).hasSizeGreaterThan(20);
        assertThat(times)
                .allSatisfy((place, schema) ->
                        assertThat(document.resolve(schema).findValuesAsString("format"))
                                .as(place)
                                .isNotEmpty()
                                .allMatch(format -> format.startsWith("date")));
    }

    @Test
    void bytes_are_bytes() {
        List<JsonNode> contents = document.root().findValues("application/octet-stream");

        assertThat(contents).isNotEmpty();
        assertThat(contents)
                .extracting(content -> content.at("/schema/format").asString(""))
                .containsOnly("binary");
    }

    @Test
    void every_link_leads_to_an_operation_and_names_what_it_needs() {
        Map<String, ApiDocument.Operation> operations =
                document.operations().stream()
                        .collect(Collectors.toMap(ApiDocumentForClientsTest::name, it -> it));
        List<String> problems = new ArrayList<>();
        links((from, response, link) -> {
            ApiDocument.Operation target = operations.get(link.path("operationId").asString());
            if (target == null) {
                problems.add(name(from) + " leads to an operation that is not there");
                return;
            }
            String line = name(from) + " to " + name(target);
            Set<String> given = Set.copyOf(link.path("parameters").propertyNames());
            Set<String> taken = names(target, parameter -> true);
            if (!taken.containsAll(given)) {
                problems.add(line + " gives what is not taken");
            }
            if (!given.containsAll(names(target, it -> it.path("in").asString().equals("path")))) {
                problems.add(line + " leaves a variable of the path open");
            }
            expressions(link)
                    .forEach(expression -> {
                        if (!found(expression, from, response)) {
                            problems.add(line + ": no example has " + expression);
                        }
                    });
        });
        assertThat(problems).isEmpty();
    }

    @Test
    void links_lead_from_what_was_made_to_all_that_can_be_done_with_it() {
        Map<String, Set<String>> ways = new TreeMap<>();
        links((from, response, link) ->
                ways.computeIfAbsent(name(from), _ -> new TreeSet<>())
                        .add(link.path("operationId").asString()));

        assertThat(ways.get("createEndpoint"))
                .contains("getEndpoint", "updateEndpoint", "deleteEndpoint", "sendWebhook")
                .contains("listEndpointSigningKeys", "createEndpointSigningKey");
        assertThat(ways.get("createEndpointSigningKey")).contains("deleteEndpointSigningKey");
        assertThat(ways.get("sendWebhook"))
                .contains("getMessage", "getMessageAttempts", "replayMessage", "deleteMessage");
        assertThat(ways.get("getMessageAttempts")).contains("getAttemptResponseBody");
        assertThat(ways.get("createExport"))
                .contains("getExport", "downloadExport", "deleteExport");
        assertThat(ways.get("createApiKey")).contains("deleteApiKey");
        assertThat(ways.get("createProject"))
                .contains("getProject", "updateProject", "deleteProject");
    }

    @Test
    void what_a_receiver_gets_is_described_for_both_ways_of_signing() {
        DocumentSchemas schemas = new DocumentSchemas(document);
        List<Set<String>> headers = new ArrayList<>();
        for (ApiDocument.Operation webhook : document.webhooks()) {
            headers.add(names(webhook, parameter -> true));
            JsonNode content =
                    document.resolve(webhook.node().path("requestBody"))
                            .at("/content/application~1json");
            for (JsonNode example : content.path("examples")) {
                assertThat(
                                schemas.problemsOfReceived(
                                        content.path("schema"), example.path("value")))
                        .isEmpty();
            }
            for (JsonNode parameter : webhook.parameters()) {
                assertThat(
                                schemas.problemsOfReceived(
                                        parameter.path("schema"), parameter.path("example")))
                        .as(parameter.path("name").asString())
                        .isEmpty();
            }
        }
        assertThat(headers)
                .anySatisfy(it -> assertThat(it).contains("X-Webhook-Signature"))
                .anySatisfy(it -> assertThat(it).contains("webhook-signature"));
    }

    @Test
    void the_description_names_the_pages_that_are_not_part_of_it() {
        assertThat(document.root().at("/info/description").asString())
                .contains("console", "`/billing`", "operator", "`/metrics`");
    }

    /** The places of the schemas that do not keep a rule. */
    private List<String> schemas(Rule rule) {
        List<String> broken = new ArrayList<>();
        List<String> met = new ArrayList<>();
        walk(
                "",
                document.root(),
                (place, node) -> {
                    boolean schema =
                            !types(node).isEmpty()
                                    || (node.path("properties").isObject()
                                            && !place.endsWith("properties"))
                                    || node.path("allOf").isArray();
                    if (schema) {
                        met.add(place);
                        if (!rule.keeps(place, node)) {
                            broken.add(place);
                        }
                    }
                });
        assertThat(met).hasSizeGreaterThan(200);
        return broken;
    }

    private interface Rule {
        boolean keeps(String place, JsonNode schema);
    }

    private interface LinkConsumer {
        void accept(ApiDocument.Operation from, JsonNode response, JsonNode link);
    }

    private void links(LinkConsumer consumer) {
        for (ApiDocument.Operation operation : document.operations()) {
            for (JsonNode written : operation.node().path("responses")) {
                JsonNode response = document.resolve(written);
                for (JsonNode link : response.path("links")) {
                    consumer.accept(operation, response, document.resolve(link));
                }
            }
        }
    }

    private static List<String> expressions(JsonNode link) {
        return Stream.concat(
                        link.path("parameters").valueStream(),
                        link.path("requestBody").valueStream())
                .map(value -> value.asString(""))
                .filter(text -> text.startsWith("$"))
                .toList();
    }

    private boolean found(String expression, ApiDocument.Operation from, JsonNode response) {
        if (expression.startsWith("$request.path.")) {
            return names(from, it -> it.path("in").asString().equals("path"))
                    .contains(expression.substring("$request.path.".length()));
        }
        JsonPointer pointer = JsonPointer.compile(expression.substring("$response.body#".length()));
        return response.at("/content/application~1json/examples")
                .valueStream()
                .map(example -> document.resolve(example).path("value").at(pointer))
                .anyMatch(value -> !value.isMissingNode() && !value.isNull());
    }

    private static Set<String> names(ApiDocument.Operation operation, Predicate<JsonNode> which) {
        return operation.parameters().stream()
                .filter(which)
                .map(parameter -> parameter.path("name").asString())
                .collect(Collectors.toSet());
    }

    private static String name(ApiDocument.Operation operation) {
        return operation.node().path("operationId").asString();
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return (type.isArray() ? type.valueStream() : Stream.of(type))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(word -> word.matches("object|array|string|integer|number|boolean|null"))
                .toList();
    }

    /** Meets every object of the document with its place, examples left aside. */
    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> meets) {
        if (node.isObject()) {
            meets.accept(place, node);
            node.forEachEntry((name, value) -> {
                if (!name.matches("examples?")) {
                    walk(place + "/" + name, value, meets);
                }
            });
        } else if (node.isArray()) {
            int index = 0;
            for (JsonNode element : node) {
                walk(place + "/" + index++, element, meets);
            }
        }
    }
}
