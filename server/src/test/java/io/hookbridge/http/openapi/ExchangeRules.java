package io.hookbridge.http.openapi;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a document says about exchanges, as a list of what is wrong with one. */
final class ExchangeRules {

    private static final JsonMapper JSON = new JsonMapper();

    /** The refusals that can come before the route is known; they are not of any operation. */
    private static final Map<Integer, String> BEFORE_ROUTING =
            Map.of(
                    400, "InvalidRequest",
                    414, "UriTooLong",
                    421, "Misdirected",
                    431, "HeadersTooLarge",
                    500, "InternalError",
                    503, "ServiceUnavailable");

    private final ApiDocument document;
    private final DocumentSchemas schemas;
    private final MemberOrder order;
    private final List<DescribedPath> paths;

    /** What the document's references lead to, by where they stand in it. */
    private final Map<JsonNode, JsonNode> resolved =
            Collections.synchronizedMap(new IdentityHashMap<>());

    /** The operations of one path. */
    private record DescribedPath(Pattern pattern, List<ApiDocument.Operation> operations) {}

    /** One request and its answer; the path is without a query, and no body is an empty one. */
    record Observed(
            String method,
            String path,
            String requestBody,
            int status,
            Map<String, List<String>> headers,
            String body) {

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .findFirst();
        }
    }

    ExchangeRules(ApiDocument document) {
        this.document = document;
        this.schemas = new DocumentSchemas(document);
        this.order = new MemberOrder(document);
        this.paths = paths(document);
    }

    List<String> problems(Observed exchange) {
        List<ApiDocument.Operation> atPath = operationsAt(exchange.path());
        String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        Optional<ApiDocument.Operation> operation =
                atPath.stream()
                        .filter(it -> it.method().equals(method))
                        .findFirst()
                        // Who refuses its own method refuses others in the same words.
                        .or(() ->
                                atPath.stream()
                                        .filter(it -> it.node().path("responses").has("405"))
                                        .findFirst());
        Optional<JsonNode> expected =
                operation.isPresent()
                        ? operation.get().node().path("responses").optional("" + exchange.status())
                        : refusalOf(atPath, exchange.status());
        if (expected.isEmpty()) {
            return List.of("the status is not among the described ones" + described(operation));
        }
        List<String> problems = new ArrayList<>(answer(resolve(expected.get()), exchange));
        // An operation that answers so itself says which methods its endpoint has.
        if (exchange.status() == 405 && operation.isEmpty()) {
            problems.addAll(allow(atPath, exchange));
        }
        if (operation.isPresent() && exchange.status() < 300) {
            problems.addAll(request(operation.get().node().path("requestBody"), exchange));
        }
        return problems;
    }

    private static String described(Optional<ApiDocument.Operation> operation) {
        return operation
                .map(it -> ": " + String.join(", ", it.node().path("responses").propertyNames()))
                .orElse(": no operation is described there");
    }

    private List<ApiDocument.Operation> operationsAt(String path) {
        return paths.stream()
                .filter(described -> described.pattern().matcher(path).matches())
                .findFirst()
                .map(DescribedPath::operations)
                .orElse(List.of());
    }

    /** Of several that match a path, the first is meant, which has the fewest variables. */
    private static List<DescribedPath> paths(ApiDocument document) {
        Map<String, List<ApiDocument.Operation>> operations =
                document.operations().stream()
                        .collect(
                                Collectors.groupingBy(
                                        ApiDocument.Operation::path,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return operations.keySet().stream()
                .sorted(Comparator.comparingLong(ExchangeRules::variables))
                .map(path ->
                        new DescribedPath(
                                pattern(path), Objects.requireNonNull(operations.get(path))))
                .toList();
    }

    private static long variables(String template) {
        return template.chars().filter(c -> c == '{').count();
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(Pattern.quote(template).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q"));
    }

    private JsonNode resolve(JsonNode written) {
        return resolved.computeIfAbsent(written, document::resolve);
    }

    /** What is answered where no operation is. */
    private Optional<JsonNode> refusalOf(List<ApiDocument.Operation> atPath, int status) {
        if (status == (atPath.isEmpty() ? 404 : 405)) {
            return document.unrouted().optional("" + status);
        }
        return Optional.ofNullable(BEFORE_ROUTING.get(status))
                .map(component -> document.root().at("/components/responses/" + component));
    }

    private List<String> answer(JsonNode expected, Observed exchange) {
        List<String> problems = new ArrayList<>();
        expected.path("headers")
                .forEachEntry(
                        (name, header) -> problems.addAll(header(name, resolve(header), exchange)));
        String contentType = exchange.header("Content-Type").orElse("none").replaceFirst(";.*", "");
        JsonNode content = expected.path("content").path(contentType);
        if (!expected.has("content")) {
            if (!contentType.equals("none") || !exchange.body().isEmpty()) {
                problems.add("there is a body where none is described");
            }
        } else if (exchange.method().equals("HEAD") && contentType.equals("none")) {
            // It may leave out what only a body has (RFC 9110, section 9.3.2).
            return problems;
        } else if (contentType.equals("none")
                && exchange.body().isEmpty()
                && expected.path("content").has("text/plain")) {
            // A text without a character needs no type.
            return problems;
        } else if (content.isMissingNode()) {
            problems.add("the content type " + contentType + " is not described");
        } else if (!exchange.method().equals("HEAD") && contentType.equals("application/json")) {
            problems.addAll(body(expected, content.path("schema"), exchange));
        }
        return problems;
    }

    private List<String> header(String name, JsonNode header, Observed exchange) {
        Optional<String> sent = exchange.header(name);
        if (sent.isEmpty()) {
            return header.path("required").asBoolean(false)
                    ? List.of("the header " + name + " is missing")
                    : List.of();
        }
        JsonNode schema = resolve(header.path("schema"));
        boolean number = schema.path("type").asString("").equals("integer");
        JsonNode value =
                number && sent.get().matches("\\d{1,18}")
                        ? JsonNodeFactory.instance.numberNode(Long.parseLong(sent.get()))
                        : JsonNodeFactory.instance.stringNode(sent.get());
        return prefixed("the header " + name, schemas.problemsOfSent(schema, value));
    }

    private List<String> body(JsonNode expected, JsonNode schema, Observed exchange) {
        JsonNode body;
        try {
            body = JSON.readTree(exchange.body());
        } catch (JacksonException malformed) {
            return List.of("the answer is not JSON");
        }
        List<String> problems =
                new ArrayList<>(prefixed("the answer at", schemas.problemsOfSent(schema, body)));
        problems.addAll(prefixed("the answer at", order.problems(schema, body)));
        List<String> codes = document.codes(expected);
        if (!codes.isEmpty() && !codes.contains(body.at("/error/code").asString(""))) {
            problems.add("the answer at /error/code has none of " + codes);
        }
        String inBody = body.at("/meta/request_id").asString("absent");
        boolean enveloped =
                (exchange.status() >= 400 || exchange.path().startsWith("/v1/"))
                        && !schema.path("$ref").asString("").endsWith("/Payload");
        if (enveloped && !exchange.header("X-Request-Id").equals(Optional.of(inBody))) {
            problems.add("the header X-Request-Id and meta.request_id differ");
        }
        return problems;
    }

    private static List<String> allow(List<ApiDocument.Operation> atPath, Observed exchange) {
        TreeSet<String> methods = new TreeSet<>();
        atPath.forEach(operation -> methods.add(operation.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String described = String.join(", ", methods);
        return exchange.header("Allow").equals(Optional.of(described))
                ? List.of()
                : List.of("the header Allow is not " + described);
    }

    /** A request that succeeds must be one that is described. */
    private List<String> request(JsonNode described, Observed exchange) {
        if (described.isMissingNode()) {
            return List.of();
        }
        if (exchange.requestBody().isEmpty()) {
            return described.path("required").asBoolean(false)
                    ? List.of("the request has no body, although it is described as required")
                    : List.of();
        }
        JsonNode schema = described.at("/content/application~1json/schema");
        if (schema.isMissingNode() && !described.path("content").isEmpty()) {
            // Bytes of whatever kind.
            return List.of();
        }
        try {
            JsonNode body = JSON.readTree(exchange.requestBody());
            return prefixed("the request at", schemas.problemsOfReceived(schema, body));
        } catch (JacksonException malformed) {
            return List.of("the request is not JSON");
        }
    }

    private static List<String> prefixed(String what, List<String> problems) {
        return problems.stream().map(problem -> what + " " + problem).toList();
    }
}
