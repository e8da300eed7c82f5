package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.Vocabulary;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows that what deviates from the description is really noticed, and what does not is let be. */
@Tag("unit")
class ApiDescriptionTest {

    private static final String ID = "req_01935abcdef071239abcdef012345678";
    private static final Answer DONE = Answer.ok("");
    private static final String META = ",\"meta\":{\"request_id\":\"" + ID + "\"}}";
    private static final String SESSION =
            "{\"data\":{\"portal_url\":\"https://billing.example.com/p/session/abc\"}" + META;

    @Test
    void an_exchange_as_described_passes() {
        assertPasses(portal().answers(200, SESSION));
        assertPasses(portal().sends("{\"flow\":\"subscription_cancel\"}").answers(200, SESSION));
        assertPasses(portal().sends("[]").answers(200, SESSION));
        assertPasses(portal().sends("null").answers(200, SESSION));
        assertPasses(portal().answers(404, error("NO_SUBSCRIPTION")));
    }

    @Test
    void an_undocumented_status_is_caught() {
        assertCaught(portal().answers(202, SESSION), "status is not among");
        assertCaught(portal().answers(404, error("NO_SUBSCRIPTION")).to("GET", "/v1/api-keys"), "");
    }

    @Test
    void a_code_that_the_operation_does_not_document_is_caught() {
        assertCaught(portal().answers(404, error("NOT_FOUND")), "/error/code");
        assertCaught(portal().answers(400, error("NO_SUCH_CODE")), "/error/code");
    }

    @Test
    void a_missing_member_is_caught() {
        assertCaught(portal().answers(200, "{\"data\":{}" + META), "portal_url");
        assertCaught(portal().answers(200, SESSION.replace(META, "}")), "meta");
    }

    @Test
    void members_in_another_order_are_caught() {
        String list = project("2026-11-22T09:30:00Z");
        assertPasses(new Draft("GET", "/v1/projects").answers(200, list));
        assertCaught(
                new Draft("GET", "/v1/projects")
                        .answers(
                                200,
                                list.replace(
                                        "\"name\":\"A\",\"status\":\"active\"",
                                        "\"status\":\"active\",\"name\":\"A\"")),
                "/data[]: the members come as");
        assertCaught(
                portal().answers(
                                404,
                                error("NO_SUBSCRIPTION")
                                        .replaceFirst(
                                                "\\{(\"error\":.*),(\"meta\":.*)}$", "{$2,$1}")),
                "described as [error, meta]");
    }

    @Test
    void a_member_of_the_wrong_type_is_caught() {
        assertCaught(portal().answers(200, "{\"data\":{\"portal_url\":1}" + META), "portal_url");
        assertCaught(portal().answers(200, "{\"data\":{\"portal_url\":\"a b\"}" + META), "uri");
        assertCaught(portal().answers(200, "{\"data\":[]" + META), "/data");
    }

    @Test
    void a_member_that_is_not_documented_is_caught() {
        String more = SESSION.replace("\"portal_url\"", "\"expires_at\":1,\"portal_url\"");
        assertCaught(portal().answers(200, more), "expires_at");
        String inError = error("UNAUTHORIZED").replace("\"code\"", "\"hint\":1,\"code\"");
        assertCaught(portal().answers(401, inError).header("WWW-Authenticate", "Bearer"), "hint");
    }

    @Test
    void a_time_with_nine_fraction_digits_is_caught() {
        Draft list = new Draft("GET", "/v1/projects");
        assertPasses(list.answers(200, project("2026-11-22T09:30:00.123Z")));
        assertCaught(list.answers(200, project("2026-11-22T09:30:00.123456789Z")), "created_at");
        assertCaught(list.answers(200, project("2026-11-22T10:30:00+01:00")), "created_at");
        assertCaught(list.answers(200, project("2026-13-22T10:30:00Z")), "created_at");
    }

    @Test
    void a_body_that_is_not_json_is_caught() {
        assertCaught(portal().answers(200, "<html>"), "not JSON");
        assertCaught(portal().answers(200, ""), "the answer");
    }

    @Test
    void another_content_type_is_caught() {
        assertCaught(portal().answers(200, SESSION).header("Content-Type", "text/html"), "type");
        assertPasses(
                portal().answers(200, SESSION)
                        .header("Content-Type", "application/json;charset=utf-8"));
    }

    @Test
    void a_header_that_is_missing_or_wrong_is_caught() {
        assertCaught(portal().answers(200, SESSION).without("Cache-Control"), "Cache-Control");
        assertCaught(portal().answers(200, SESSION).header("Cache-Control", "private"), "no-store");
        Draft unavailable = portal().answers(503, error("BILLING_UNAVAILABLE"));
        assertCaught(unavailable, "Retry-After");
        assertCaught(unavailable.header("Retry-After", "0"), "Retry-After");
        assertCaught(unavailable.header("Retry-After", "soon"), "Retry-After");
        assertPasses(unavailable.header("retry-after", "2"));
    }

    @Test
    void a_request_id_that_differs_between_header_and_body_is_caught() {
        assertCaught(
                portal().answers(200, SESSION).header("X-Request-Id", ID.replace('1', '2')),
                "differ");
    }

    @Test
    void a_request_that_succeeds_although_it_is_not_as_described_is_caught() {
        assertCaught(portal().sends("{\"flow\":\"dance\"}").answers(200, SESSION), "/flow");
        assertCaught(portal().sends("[1]").answers(200, SESSION), "the request");
        assertCaught(portal().sends("{").answers(200, SESSION), "request is not JSON");
        Draft create =
                new Draft("POST", "/v1/projects")
                        .answers(201, oneProject())
                        .header("Location", "/v1/projects/01935abc-def0-7123-9abc-def012345678");
        assertCaught(create, "required");
        assertCaught(create.without("Location"), "Location");
        assertCaught(create.sends("{}"), "name");
        assertPasses(create.sends("{\"name\":\"A\",\"colour\":\"blue\"}"));
    }

    @Test
    void a_request_that_is_refused_may_be_anything() {
        assertPasses(portal().sends("{").answers(400, error("INVALID_REQUEST")));
    }

    @Test
    void a_path_with_variables_is_found_by_its_template_and_a_query_does_not_matter() {
        String deleted = "{\"data\":{\"deleted\":true}" + META;
        assertPasses(new Draft("DELETE", "/v1/api-keys/key_1?x=/y").answers(200, deleted));
        assertCaught(new Draft("DELETE", "/v1/api-keys/a/b").answers(200, deleted), "status");
    }

    @Test
    void an_unknown_path_may_only_be_not_found() {
        Draft unknown = new Draft("GET", "/v1/nothing");
        assertPasses(unknown.answers(404, error("NOT_FOUND")));
        assertPasses(unknown.answers(414, error("URI_TOO_LONG")));
        assertCaught(unknown.answers(404, error("NO_SUBSCRIPTION")), "code");
        assertCaught(unknown.answers(200, SESSION), "status");
        assertCaught(unknown.answers(405, error("METHOD_NOT_ALLOWED")), "status");
    }

    @Test
    void an_unknown_method_of_a_known_path_may_only_be_not_allowed() {
        Draft patch = new Draft("PATCH", "/v1/api-keys").answers(405, error("METHOD_NOT_ALLOWED"));
        assertPasses(patch.header("Allow", "GET, HEAD, POST"));
        assertCaught(patch.header("Allow", "GET, POST"), "Allow");
        assertCaught(patch, "Allow");
        assertCaught(patch.answers(404, error("NOT_FOUND")), "status");
    }

    @Test
    void head_is_get_without_a_body() {
        assertPasses(new Draft("HEAD", "/v1/api-keys").answers(200, ""));
        assertCaught(new Draft("HEAD", "/v1/billing/portal").answers(200, ""), "status");
    }

    @Test
    void routes_that_are_as_described_pass() {
        List<Route> routes = describedRoutes();
        routes.add(Route.open("GET", "/billing/portal/{token}", _ -> DONE));
        ApiDescription.published().checkRoutes(routes);
    }

    @Test
    void a_route_that_is_not_described_is_caught() {
        List<Route> routes = describedRoutes();
        routes.add(Route.api("GET", "/v1/secrets", Permission.READ, _ -> DONE));
        assertRoutesCaught(routes, "not described:\n  - GET /v1/secrets (permission read)");
    }

    @Test
    void an_operation_without_a_route_is_caught() {
        List<Route> routes = describedRoutes();
        routes.removeIf(route -> route.template().equals("/docs"));
        assertRoutesCaught(routes, "without such a route:\n  - GET /docs (open to anybody)");
    }

    @Test
    void a_route_that_needs_another_permission_is_caught() {
        List<Route> routes = describedRoutes();
        routes.removeIf(route -> route.template().equals("/v1/billing/portal"));
        routes.add(Route.open("POST", "/v1/billing/portal", _ -> DONE));
        assertRoutesCaught(routes, "POST /v1/billing/portal (permission billing, or a session)");
    }

    @Test
    void a_route_that_lets_sessions_in_without_saying_so_is_caught_and_the_other_way_round() {
        List<Route> routes = describedRoutes();
        routes.removeIf(route -> route.template().equals("/v1/projects"));
        routes.add(Route.api("GET", "/v1/projects", Permission.MANAGE, _ -> DONE));
        routes.add(Route.api("POST", "/v1/projects", Permission.MANAGE, _ -> DONE).orSession());
        assertRoutesCaught(routes, "not described:\n  - GET /v1/projects (permission manage)\n");
        assertRoutesCaught(
                routes, "such a route:\n  - GET /v1/projects (permission manage, or a session)");
    }

    @Test
    void a_name_that_a_route_takes_without_being_described_is_caught_and_the_other_way_round() {
        List<Route> routes = describedRoutes();
        routes.replaceAll(
                route -> route.template().equals("/v1/metrics") ? route.query("colour") : route);
        assertRoutesCaught(
                routes, "not described:\n  - GET /v1/metrics (permission read) query colour,");
        assertRoutesCaught(
                routes,
                "such a route:\n  - GET /v1/metrics (permission read) query endpoint_id,window");

        List<Route> others = describedRoutes();
        others.replaceAll(route ->
                route.template().equals("/v1/messages/replay-batch")
                        ? route.members("colour")
                        : route);
        assertRoutesCaught(
                others, "POST /v1/messages/replay-batch (permission send) body colour,message_ids");
    }

    private static void assertRoutesCaught(List<Route> routes, String said) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ApiDescription.published().checkRoutes(routes))
                .withMessageContaining(said);
    }

    private static List<Route> describedRoutes() {
        ApiDocument document = ApiDescription.published().document();
        RequestNames names = new RequestNames(document);
        List<Route> routes = new ArrayList<>();
        for (ApiDocument.Operation operation : document.operations()) {
            String word = operation.node().at("/security/0/apiKey/0").asString("");
            Route route =
                    Permission.of(word)
                            .map(needs ->
                                    Route.api(
                                            operation.method(), operation.path(), needs, _ -> DONE))
                            .orElseGet(() ->
                                    Route.open(operation.method(), operation.path(), _ -> DONE));
            route = withDescribedNames(route, operation, names);
            routes.add(
                    operation.node().at("/security/1").has("session") ? route.orSession() : route);
        }
        return routes;
    }

    private static Route withDescribedNames(
            Route route, ApiDocument.Operation operation, RequestNames names) {
        for (Vocabulary.Parameter parameter : names.query(operation)) {
            route =
                    parameter.list()
                            ? route.queryLists(parameter.name())
                            : route.query(parameter.name());
        }
        return route.members(names.members(operation));
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}" + META;
    }

    private static String project(String createdAt) {
        return oneProject()
                .replace("\"data\":{", "\"data\":[{")
                .replace("}" + META, "}]" + META)
                .replace("2026-11-22T09:30:00Z", createdAt);
    }

    private static String oneProject() {
        return "{\"data\":{\"id\":\"01935abc-def0-7123-9abc-def012345678\",\"tenant_id\":\"tenant_"
                + "0".repeat(32)
                + "\",\"name\":\"A\",\"status\":\"active\",\"rate_limit_default\":1000,\"rate_limit_effective\":1000,"
                + "\"retry_policy\":{},\"retry_policy_effective\":{\"delays_seconds\":[1],\"attempts\":2,"
                + "\"retry_statuses\":[],\"timeout_seconds\":15,\"in_words\":\"\"},"
                + "\"created_at\":\"2026-11-22T09:30:00Z\"}"
                + META;
    }

    private static Draft portal() {
        return new Draft("POST", "/v1/billing/portal");
    }

    private static void assertPasses(Draft exchange) {
        assertThatCode(exchange::check).doesNotThrowAnyException();
    }

    private static void assertCaught(Draft exchange, String said) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(exchange::check)
                .withMessageContaining(exchange.method() + " " + exchange.path())
                .withMessageContaining(said);
    }

    /** An exchange that nobody made. */
    private record Draft(
            String method,
            String path,
            @Nullable String request,
            int status,
            Map<String, List<String>> headers,
            String body) {

        Draft(String method, String path) {
            this(
                    method,
                    path,
                    null,
                    0,
                    Map.of(
                            "Content-Type", List.of("application/json"),
                            "Cache-Control", List.of("no-store"),
                            "X-Request-Id", List.of(ID)),
                    "");
        }

        Draft to(String newMethod, String newPath) {
            return new Draft(newMethod, newPath, request, status, headers, body);
        }

        Draft sends(String newRequest) {
            return new Draft(method, path, newRequest, status, headers, body);
        }

        Draft answers(int newStatus, String newBody) {
            return new Draft(method, path, request, newStatus, headers, newBody);
        }

        Draft header(String name, String value) {
            Map<String, List<String>> more = new LinkedHashMap<>(headers);
            more.put(name, List.of(value));
            return new Draft(method, path, request, status, more, body);
        }

        Draft without(String name) {
            Map<String, List<String>> fewer = new LinkedHashMap<>(headers);
            fewer.remove(name);
            return new Draft(method, path, request, status, fewer, body);
        }

        void check() {
            ApiDescription.published()
                    .check(
                            method,
                            path,
                            request == null ? null : request.getBytes(StandardCharsets.UTF_8),
                            status,
                            headers,
                            body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
