package io.hookbridge.http.openapi;

import io.hookbridge.http.Route;
import io.hookbridge.http.Vocabulary.Parameter;

import tools.jackson.databind.JsonNode;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names that requests may use, as a route declares them and as a document describes them: query
 * parameters, lists with {@code []} behind them, and the members of the JSON body.
 *
 * <p>Bodies of operations that anybody may call are left aside: they are written by others and read
 * as a whole.
 */
final class RequestNames {

    private final ApiDocument document;

    RequestNames(ApiDocument document) {
        this.document = document;
    }

    String of(Route route) {
        return text(
                route.words().query().stream().map(RequestNames::text).toList(),
                route.words().members());
    }

    String of(ApiDocument.Operation operation) {
        return text(query(operation).stream().map(RequestNames::text).toList(), members(operation));
    }

    List<Parameter> query(ApiDocument.Operation operation) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.path("in").asString().equals("query"))
                .map(parameter ->
                        new Parameter(
                                parameter.path("name").asString(),
                                document.resolve(parameter.path("schema"))
                                        .path("type")
                                        .asString("")
                                        .equals("array")))
                .toList();
    }

    List<String> members(ApiDocument.Operation operation) {
        TreeSet<String> names = new TreeSet<>();
        if (operation.node().at("/security/0").has("apiKey")) {
            JsonNode body = document.resolve(operation.node().path("requestBody"));
            collect(body.at("/content/application~1json/schema"), names);
        }
        return List.copyOf(names);
    }

    private void collect(JsonNode written, Collection<String> names) {
        JsonNode schema = document.resolve(written);
        names.addAll(schema.path("properties").propertyNames());
        for (String several : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(several).forEach(part -> collect(part, names));
        }
    }

    private static String text(Parameter parameter) {
        return parameter.name() + (parameter.list() ? "[]" : "");
    }

    private static String text(List<String> query, List<String> members) {
        return listed(" query ", query) + listed(" body ", members);
    }

    private static String listed(String what, List<String> names) {
        return names.isEmpty()
                ? ""
                : names.stream().sorted().collect(Collectors.joining(",", what, ""));
    }
}
