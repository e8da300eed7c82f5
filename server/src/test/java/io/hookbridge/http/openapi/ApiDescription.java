package io.hookbridge.http.openapi;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The published API description as a judge: it says whether routes and exchanges are what {@code
 * docs/openapi.yaml} promises. Safe for use by many threads.
 */
public final class ApiDescription {

    private static final Set<String> OUTSIDE_V1 = Set.of("/openapi.yaml", "/openapi.json", "/docs");
    private static final int LONGEST_BODY_SHOWN = 2_000;
    private static final ApiDescription PUBLISHED = new ApiDescription(ApiDocument.published());

    private final ApiDocument document;
    private final ExchangeRules rules;
    private final RequestNames names;

    ApiDescription(ApiDocument document) {
        this.document = document;
        this.rules = new ExchangeRules(document);
        this.names = new RequestNames(document);
    }

    /** The description that the server publishes. */
    public static ApiDescription published() {
        return PUBLISHED;
    }

    /** The document, which was read once for all tests of this JVM; nobody changes it. */
    ApiDocument document() {
        return document;
    }

    /** Whether a path, or the template of a route, is a matter of this description. */
    public static boolean covers(String path) {
        return path.equals("/v1") || path.startsWith("/v1/") || OUTSIDE_V1.contains(path);
    }

    /**
     * Compares routes with operations in both directions: method, template, permission, query
     * parameters and members of the request's body.
     *
     * @param routes all routes of the server; those outside of the API are left aside
     * @throws AssertionError naming each difference
     */
    public void checkRoutes(List<Route> routes) {
        Set<String> answered =
                routes.stream()
                        .filter(route -> covers(route.template()))
                        .filter(route -> !route.method().equals(Route.ANY_OTHER_METHOD))
                        .map(it -> line(it.method(), it.template(), access(it)) + names.of(it))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described =
                document.operations().stream()
                        .map(it ->
                                line(it.method(), it.path(), permission(it.node())) + names.of(it))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> undescribed = new TreeSet<>(answered);
        undescribed.removeAll(described);
        described.removeAll(answered);
        if (!undescribed.isEmpty() || !described.isEmpty()) {
            throw new AssertionError(
                    "docs/openapi.yaml and the routes differ"
                            + list("routes that are not described", undescribed)
                            + list("operations without such a route", described));
        }
    }

    /**
     * Compares one exchange with the description: path, method, status, headers, content type and
     * the shape of the answer; and the shape of the request, if it was successful.
     *
     * @param path as sent, with or without a query
     * @param requestBody null if none was sent
     * @param responseHeaders by name; the case of names does not matter
     * @param responseBody empty if there was none
     * @throws AssertionError saying everything that is wrong
     */
    public void check(
            String method,
            String path,
            byte @Nullable [] requestBody,
            int status,
            Map<String, List<String>> responseHeaders,
            byte[] responseBody) {
        String answer = text(responseBody);
        List<String> problems =
                rules.problems(
                        new ExchangeRules.Observed(
                                method,
                                path.replaceFirst("\\?.*", ""),
                                requestBody == null ? "" : text(requestBody),
                                status,
                                responseHeaders,
                                answer));
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "%s %s answered %d, not as docs/openapi.yaml says:%s%nThe answer was: %s"
                            .formatted(
                                    method,
                                    path,
                                    status,
                                    list("", problems),
                                    answer.substring(
                                            0, Math.min(answer.length(), LONGEST_BODY_SHOWN))));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(String method, String path, String permission) {
        return method + " " + path + " (" + permission + ")";
    }

    private static String access(Route route) {
        Permission needed = route.needs();
        return needed == null
                ? "open to anybody"
                : "permission " + needed.word() + (route.session() ? ", or a session" : "");
    }

    private static String permission(JsonNode operation) {
        JsonNode scopes = operation.at("/security/0/apiKey");
        return scopes.isMissingNode()
                ? "open to anybody"
                : "permission "
                        + scopes.path(0).asString("missing")
                        + (operation.at("/security/1").has("session") ? ", or a session" : "");
    }

    private static String list(String heading, Iterable<String> entries) {
        StringBuilder list = new StringBuilder();
        for (String entry : entries) {
            list.append("\n  - ").append(entry);
        }
        return list.isEmpty() || heading.isEmpty() ? list.toString() : "\n" + heading + ":" + list;
    }
}
