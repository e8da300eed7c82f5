package io.hookbridge.http.openapi;

import io.hookbridge.http.ErrorCode;
import io.netty.handler.codec.http.HttpResponseStatus;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the answers of operations. A refusal that is written down among the components is shown
 * once for all operations that share it; everything else is shown where it belongs.
 */
final class ReadResponses {

    private static final String COMPONENTS = "#/components/responses/";

    /** Said of every answer in the introduction, so not repeated at each. */
    private static final List<String> ALWAYS = List.of("X-Request-Id", "Cache-Control");

    private final ApiDocument document;
    private final SchemaFields schemas;

    ReadResponses(ApiDocument document, SchemaFields schemas) {
        this.document = document;
        this.schemas = schemas;
    }

    /** The answers that only one operation gives, and those that are successes. */
    List<ApiPage.Response> own(JsonNode responses) {
        List<ApiPage.Response> own = new ArrayList<>();
        responses.forEachEntry((status, written) -> {
            if (!isSharedError(status, written)) {
                own.add(response("", Integer.parseInt(status), document.resolve(written)));
            }
        });
        return own;
    }

    /** What a receiver may answer: a status, and what comes of it. */
    List<ApiPage.Response> ofReceiver(JsonNode responses) {
        List<ApiPage.Response> answers = new ArrayList<>();
        responses.forEachEntry((status, written) ->
                answers.add(response("", Integer.parseInt(status), document.resolve(written))));
        return answers;
    }

    /** Where to find the other answers. */
    List<ApiPage.SharedError> links(JsonNode responses) {
        List<ApiPage.SharedError> links = new ArrayList<>();
        responses.forEachEntry((status, written) -> {
            if (isSharedError(status, written)) {
                String name =
                        ApiDocument.reference(written).orElseThrow().substring(COMPONENTS.length());
                links.add(
                        new ApiPage.SharedError(
                                fragment(name),
                                Integer.parseInt(status),
                                document.codes(document.resolve(written))));
            }
        });
        return links;
    }

    /** Every refusal among the components, and those of no operation, by status. */
    List<ApiPage.Response> sharedErrors() {
        List<ApiPage.Response> errors = new ArrayList<>();
        document.root()
                .at("/components/responses")
                .forEachEntry((name, response) -> {
                    List<String> codes = document.codes(response);
                    if (!codes.isEmpty()) {
                        int status = ErrorCode.valueOf(codes.getFirst()).status();
                        errors.add(response(fragment(name), status, response));
                    }
                });
        document.unrouted()
                .forEachEntry((status, response) -> {
                    if (ApiDocument.reference(response).isEmpty()) {
                        errors.add(response("", Integer.parseInt(status), response));
                    }
                });
        errors.sort(Comparator.comparingInt(ApiPage.Response::status));
        return errors;
    }

    /** The examples of a body. */
    List<ApiPage.Example> examples(JsonNode content) {
        List<ApiPage.Example> examples = new ArrayList<>();
        content.path("examples")
                .forEachEntry((name, written) -> {
                    JsonNode example = document.resolve(written);
                    JsonNode value = example.path("value");
                    examples.add(
                            new ApiPage.Example(
                                    name,
                                    example.path("summary").asString(""),
                                    value.isString() ? value.stringValue() : PrettyJson.of(value)));
                });
        return examples;
    }

    private ApiPage.Response response(String id, int status, JsonNode response) {
        List<String> codes = document.codes(response);
        return new ApiPage.Response(
                id,
                status,
                HttpResponseStatus.valueOf(status).reasonPhrase(),
                Prose.of(response.path("description").asString()),
                codes,
                headers(response),
                codes.isEmpty() ? dataFields(content(response).path("schema")) : List.of(),
                examples(content(response)));
    }

    private List<ApiPage.Field> headers(JsonNode response) {
        List<ApiPage.Field> headers = new ArrayList<>();
        response.path("headers")
                .forEachEntry((name, header) -> {
                    if (!ALWAYS.contains(name)) {
                        headers.add(schemas.named(name, document.resolve(header)));
                    }
                });
        return headers;
    }

    /** The members of {@code data}; those of {@code meta} are the same everywhere. */
    private List<ApiPage.Field> dataFields(JsonNode schema) {
        return schemas.of(schema).stream()
                .filter(field -> field.name().matches("data(\\[])?\\..*"))
                .toList();
    }

    /**
     * No operation offers a choice of content types; a missing node for an answer without a body.
     */
    private static JsonNode content(JsonNode response) {
        return response.path("content").valueStream().findFirst().orElse(MissingNode.getInstance());
    }

    private static boolean isSharedError(String status, JsonNode written) {
        return status.compareTo("400") >= 0
                && ApiDocument.reference(written)
                        .filter(reference -> reference.startsWith(COMPONENTS))
                        .isPresent();
    }

    private static String fragment(String component) {
        return "error-" + component;
    }
}
