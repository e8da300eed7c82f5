package io.hookbridge.http.openapi;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads from the document what the page shows. Its {@code links} are left out: they tell programs
 * which id of an answer belongs into which path, and people see that from the names.
 */
final class ReadApiPage {

    private final ApiDocument document;
    private final SchemaFields schemas;
    private final ReadResponses responses;
    private final CurlExample curl;
    private final String baseUrl;

    /**
     * @param baseUrl where the server is reached, without a slash at its end; for the examples
     */
    ReadApiPage(ApiDocument document, String baseUrl) {
        this.document = document;
        this.schemas = new SchemaFields(document);
        this.responses = new ReadResponses(document, schemas);
        this.curl = new CurlExample(baseUrl);
        this.baseUrl = baseUrl;
    }

    ApiPage page() {
        JsonNode info = document.root().path("info");
        return new ApiPage(
                info.path("title").asString(),
                info.path("version").asString(),
                description(info),
                baseUrl,
                description(document.root().at("/components/securitySchemes/apiKey")),
                exampleOf("Deleted"),
                exampleOf("Unauthorized"),
                sections(),
                responses.sharedErrors());
    }

    private String exampleOf(String response) {
        return responses
                .examples(json(document.root().at("/components/responses/" + response)))
                .getFirst()
                .body();
    }

    private List<ApiPage.Section> sections() {
        List<ApiPage.Section> sections = new ArrayList<>();
        for (JsonNode tag : document.root().path("tags")) {
            String name = tag.path("name").asString();
            List<ApiPage.Operation> operations =
                    document.operations().stream()
                            .filter(it -> it.node().at("/tags/0").asString().equals(name))
                            .map(this::operation)
                            .toList();
            List<ApiPage.Webhook> webhooks =
                    document.webhooks().stream()
                            .filter(it -> it.node().at("/tags/0").asString().equals(name))
                            .map(this::webhook)
                            .toList();
            String id = name.toLowerCase(Locale.ROOT).replace(' ', '-');
            sections.add(new ApiPage.Section(id, name, description(tag), operations, webhooks));
        }
        return sections;
    }

    private ApiPage.Operation operation(ApiDocument.Operation operation) {
        JsonNode node = operation.node();
        String permission = node.at("/security/0/apiKey/0").asString("");
        JsonNode body = node.path("requestBody");
        return new ApiPage.Operation(
                node.path("operationId").asString(),
                operation.method(),
                operation.path(),
                node.path("summary").asString(),
                description(node),
                permission,
                parameters(operation, "path"),
                parameters(operation, "query"),
                requestBody(body),
                curl.of(operation, !permission.isEmpty(), firstExample(body)),
                responses.own(node.path("responses")),
                responses.links(node.path("responses")));
    }

    private ApiPage.Webhook webhook(ApiDocument.Operation operation) {
        JsonNode node = operation.node();
        return new ApiPage.Webhook(
                node.path("operationId").asString(),
                node.path("summary").asString(),
                description(node),
                parameters(operation, "header"),
                responses.examples(json(document.resolve(node.path("requestBody")))),
                responses.ofReceiver(node.path("responses")));
    }

    private List<ApiPage.Field> parameters(ApiDocument.Operation operation, String in) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.path("in").asString().equals(in))
                .map(parameter -> schemas.named(parameter.path("name").asString(), parameter))
                .toList();
    }

    private ApiPage.RequestBody requestBody(JsonNode body) {
        JsonNode json = json(body);
        return json.isMissingNode()
                ? ApiPage.RequestBody.NONE
                : new ApiPage.RequestBody(
                        body.path("required").asBoolean(false),
                        schemas.of(json.path("schema")),
                        responses.examples(json));
    }

    private static Optional<JsonNode> firstExample(JsonNode body) {
        return json(body)
                .path("examples")
                .valueStream()
                .findFirst()
                .map(example -> example.path("value"));
    }

    private static JsonNode json(JsonNode body) {
        return body.at("/content/application~1json");
    }

    private static Prose description(JsonNode node) {
        return Prose.of(node.path("description").asString(""));
    }
}
