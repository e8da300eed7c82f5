package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Permission;
import io.hookbridge.http.ErrorCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds {@code docs/openapi.yaml} to OpenAPI 3.1, to itself and to the codes of the server. */
@Tag("unit")
class ApiDocumentTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private final ApiDocument document = ApiDescription.published().document();
    private final DocumentSchemas schemas = new DocumentSchemas(document);

    @Test
    void the_document_is_built_of_the_parts_of_openapi_3_1() throws Exception {
        try (InputStream parts = getClass().getResourceAsStream("openapi-parts.yaml")) {
            JsonNode schema = new YAMLMapper().readTree(parts);
            assertThat(DocumentSchemas.problems(schema, document.root())).isEmpty();
        }
    }

    @Test
    void every_schema_is_a_json_schema() {
        List<JsonNode> all = new ArrayList<>(document.root().findValues("schema"));
        document.root().at("/components/schemas").forEach(all::add);
        assertThat(all).hasSizeGreaterThan(30);
        assertThat(all)
                .allSatisfy(it -> assertThat(DocumentSchemas.problemsOfSchema(it)).isEmpty());
    }

    @Test
    void every_reference_leads_somewhere() {
        List<JsonNode> referring = document.root().findParents("$ref");
        assertThat(referring).hasSizeGreaterThan(100);
        referring.forEach(document::resolve);
    }

    @Test
    void every_component_is_used() {
        Set<String> used = new HashSet<>(document.root().findValuesAsString("$ref"));
        List<String> unused = new ArrayList<>();
        for (String kind : document.root().path("components").propertyNames()) {
            for (String name : document.root().at("/components/" + kind).propertyNames()) {
                String reference = "#/components/" + kind + "/" + name;
                if (!used.contains(reference) && !kind.equals("securitySchemes")) {
                    unused.add(reference);
                }
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void operations_have_names_of_their_own() {
        assertThat(Stream.concat(document.operations().stream(), document.webhooks().stream()))
                .hasSizeGreaterThan(10)
                .extracting(operation -> operation.node().path("operationId").asString())
                .doesNotHaveDuplicates();
    }

    @Test
    void operations_and_tags_belong_together() {
        assertThat(
                        Stream.concat(document.operations().stream(), document.webhooks().stream())
                                .map(it -> it.node().at("/tags/0").asString())
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        document.root().path("tags").findValuesAsString("name"));
    }

    @Test
    void operations_need_a_permission_that_exists_or_none() {
        List<String> words = Arrays.stream(Permission.values()).map(Permission::word).toList();
        for (ApiDocument.Operation operation : document.operations()) {
            for (JsonNode requirement : operation.node().path("security")) {
                assertThat(requirement.propertyNames())
                        .as(operation.path())
                        .allMatch(
                                document.root().at("/components/securitySchemes").propertyNames()
                                        ::contains);
                if (requirement.has("session")) {
                    continue;
                }
                assertThat(requirement.path("apiKey")).as(operation.path()).hasSize(1);
                assertThat(words)
                        .as(operation.path())
                        .contains(requirement.at("/apiKey/0").asString());
            }
        }
    }

    @Test
    void the_variables_of_a_path_are_its_path_parameters() {
        for (ApiDocument.Operation operation : document.operations()) {
            Matcher variables = VARIABLE.matcher(operation.path());
            assertThat(
                            operation.parameters().stream()
                                    .filter(it -> it.path("in").asString().equals("path"))
                                    .map(it -> it.path("name").asString()))
                    .as(operation.path())
                    .containsExactlyInAnyOrderElementsOf(
                            variables.results().map(result -> result.group(1)).toList());
        }
    }

    @Test
    void examples_are_what_their_schemas_say() {
        List<String> problems = new ArrayList<>();
        for (ApiDocument.Operation operation : document.operations()) {
            for (JsonNode content : operation.node().at("/requestBody/content")) {
                for (JsonNode example : examples(content)) {
                    problems.addAll(schemas.problemsOfReceived(content.path("schema"), example));
                }
            }
        }
        for (JsonNode response : responses()) {
            for (JsonNode content : response.path("content")) {
                for (JsonNode example : examples(content)) {
                    problems.addAll(schemas.problemsOfSent(content.path("schema"), example));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void an_error_answer_has_an_example_for_each_of_its_codes_and_its_status_is_theirs() {
        for (ApiDocument.Operation operation : document.operations()) {
            operation
                    .node()
                    .path("responses")
                    .forEachEntry((status, written) -> {
                        List<String> codes = document.codes(document.resolve(written));
                        assertThat(codes.isEmpty()).isEqualTo(status.matches("[123].."));
                        assertThat(codes)
                                .extracting(it -> "" + ErrorCode.valueOf(it).status())
                                .allMatch(status::equals);
                    });
        }
        for (JsonNode response : responses()) {
            if (!document.codes(response).isEmpty()) {
                response.at("/content/application~1json/examples")
                        .forEachEntry((code, example) ->
                                assertThat(example.at("/value/error/code").asString())
                                        .isEqualTo(code));
            }
        }
    }

    @Test
    void the_codes_are_those_of_the_server() {
        List<String> described = new ArrayList<>();
        document.root()
                .at("/components/schemas/ErrorCode/enum")
                .forEach(code -> described.add(code.asString()));
        List<String> ours = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();
        assertThat(described).containsExactlyElementsOf(ours);

        Set<String> answered = new TreeSet<>();
        responses().forEach(response -> answered.addAll(document.codes(response)));
        document.root()
                .at("/components/schemas/DeleteAllResponse/properties/error/properties/code/enum")
                .forEach(code -> answered.add(code.asString()));
        assertThat(answered).containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void whatever_was_made_says_where_it_is() {
        for (ApiDocument.Operation operation : document.operations()) {
            JsonNode created = operation.node().at("/responses/201");
            if (!created.isMissingNode()) {
                assertThat(created.path("headers").has("Location"))
                        .as(operation.method() + " " + operation.path())
                        .isTrue();
            }
        }
    }

    @Test
    void descriptions_keep_to_the_markdown_that_the_page_can_show() {
        List<String> unshowable = List.of("**", "__", "](", "\n#", "\n* ", "\n1.", "```", "<");
        List<String> descriptions =
                document.root().findValues("description").stream()
                        // A member may be named so, too.
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .toList();
        for (String description : descriptions) {
            assertThat(description).doesNotContain(unshowable.toArray(String[]::new));
            assertThat(description.chars().filter(c -> c == '`').count() % 2).isZero();
        }
    }

    /** Every answer of every operation, and those among the components. */
    private List<JsonNode> responses() {
        List<JsonNode> responses = new ArrayList<>();
        document.operations()
                .forEach(it ->
                        it.node()
                                .path("responses")
                                .forEach(one -> responses.add(document.resolve(one))));
        document.root().at("/components/responses").forEach(responses::add);
        document.unrouted().forEach(one -> responses.add(document.resolve(one)));
        return responses;
    }

    private List<JsonNode> examples(JsonNode content) {
        return content.path("examples")
                .valueStream()
                .map(example -> document.resolve(example).path("value"))
                .toList();
    }
}
