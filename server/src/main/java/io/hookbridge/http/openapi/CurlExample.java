package io.hookbridge.http.openapi;

import tools.jackson.databind.JsonNode;

import java.util.Optional;

/** Writes operations as command lines that a person can paste into a shell. */
record CurlExample(String baseUrl) {

    private static final String NEXT = " \\\n  ";

    /**
     * @param authenticated whether the operation needs an API key, which the line takes from the
     *     environment
     */
    String of(ApiDocument.Operation operation, boolean authenticated, Optional<JsonNode> body) {
        StringBuilder line = new StringBuilder("curl ");
        if (!operation.method().equals("GET")) {
            line.append("-X ").append(operation.method()).append(' ');
        }
        line.append(baseUrl).append(path(operation));
        if (authenticated) {
            line.append(NEXT).append("-H \"Authorization: Bearer $HOOKBRIDGE_API_KEY\"");
        }
        body.ifPresent(json ->
                line.append(NEXT)
                        .append("-H 'Content-Type: application/json'")
                        .append(NEXT)
                        .append("-d ")
                        .append(quoted(PrettyJson.of(json))));
        return line.toString();
    }

    private static String path(ApiDocument.Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asString().equals("path")) {
                path =
                        path.replace(
                                "{" + parameter.path("name").asString() + "}",
                                parameter.path("example").asString());
            }
        }
        return path;
    }

    /** Text as one word of a POSIX shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
