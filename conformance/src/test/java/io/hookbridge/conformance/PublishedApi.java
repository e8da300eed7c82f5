package io.hookbridge.conformance;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The operations that a server says it has, in its {@code /openapi.yaml}. */
final class PublishedApi {

    private final JsonNode document;

    PublishedApi(RunningServer server) {
        document = new YAMLMapper().readTree(server.api().get("/openapi.yaml").send().text());
    }

    /**
     * One method of one path.
     *
     * @param parameters the names under which the document defines the variables of the path, such
     *     as {@code ApiKeyId}
     * @param permission the one that a key needs
     * @param example a body that the document shows; {@code {}} if it shows none
     */
    record Operation(
            String method,
            String template,
            List<String> parameters,
            String permission,
            String example) {

        /** The path with {@code id} in the place of every variable. */
        String path(String id) {
            return template.replaceAll("\\{[^}]+}", id);
        }

        /** The path with what {@code ids} has for each of its variables, in their order. */
        String path(Map<String, String> ids) {
            String path = template;
            for (String parameter : parameters) {
                path = path.replaceFirst("\\{[^}]+}", ids.getOrDefault(parameter, "?"));
            }
            return path;
        }
    }

    /** Every operation below {@code /v1} that asks for an API key. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, item) ->
                        Stream.of("get", "post", "put", "patch", "delete")
                                .filter(method -> path.startsWith("/v1") && item.has(method))
                                .map(method -> operation(path, item, method))
                                .filter(operation -> !operation.permission().isEmpty())
                                .forEach(operations::add));
        if (operations.isEmpty()) {
            throw new AssertionError("the document names no operation below /v1");
        }
        return operations;
    }

    private Operation operation(String path, JsonNode item, String method) {
        JsonNode node = item.get(method);
        List<String> parameters = new ArrayList<>();
        for (JsonNode list : List.of(item.path("parameters"), node.path("parameters"))) {
            list.forEach(parameter -> {
                String reference = parameter.path("$ref").asString("#");
                if (document.at(reference.substring(1)).path("in").asString("").equals("path")) {
                    parameters.add(reference.replaceFirst(".*/", ""));
                }
            });
        }
        String example =
                node.at("/requestBody/content/application~1json/examples")
                        .valueStream()
                        .findFirst()
                        .map(shown -> shown.path("value").toString())
                        .orElse("{}");
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                parameters,
                node.at("/security/0/apiKey/0").asString(""),
                example);
    }
}
