package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Json;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.Utf8;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.base.ip.IpAddress;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request as a handler sees it. Belongs to the thread that handles the request. */
public final class Call {

    private static final byte[] NOTHING = {};

    private final RequestFacts request;
    private final Route route;
    private final Map<String, String> pathParameters;
    private byte[] body = NOTHING;
    private @Nullable Parameters query;
    private @Nullable JsonBody json;
    private final CallerWatch watch = new CallerWatch();

    Call(RequestFacts request, Route route, Map<String, String> pathParameters) {
        this.request = request;
        this.route = route;
        this.pathParameters = pathParameters;
    }

    /** What was read after the head; until then the body is empty. */
    void body(byte[] newBody) {
        body = newBody;
    }

    Route route() {
        return route;
    }

    /** Is told, on an event loop, where nothing may wait, how a request ends. */
    public interface Watcher {

        /**
         * The caller has closed its connection, or its side of it, before it had its answer: it may
         * not read one.
         */
        void callerGone();

        /**
         * The request has ended; told once, and last.
         *
         * @param whole whether all of an answer was handed to the connection
         */
        void answered(boolean whole);
    }

    /** Has a watcher told of this request, at once of what has happened by now. From any thread. */
    public void watch(Watcher watcher) {
        watch.begin(watcher);
    }

    void callerGone() {
        watch.callerGone();
    }

    void answered(boolean whole) {
        watch.answered(whole);
    }

    RequestFacts facts() {
        return request;
    }

    /**
     * The identifier that the answer carries in {@code meta.request_id} and {@code X-Request-Id}.
     */
    public String requestId() {
        return request.requestId();
    }

    /** The request's method, such as {@code GET}. */
    public String method() {
        return request.head().method();
    }

    /** Whether a console session may make this call instead of an API key. */
    public boolean allowsSession() {
        return route.session();
    }

    /** Whether its handler limits callers itself. */
    public boolean countsCallers() {
        return route.countsCallers();
    }

    /** The value of a template variable, as it stands in the path. */
    public String path(String variable) {
        String value = pathParameters.get(variable);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the template " + route.template() + " has no {" + variable + "}");
        }
        return value;
    }

    /** The same; empty where the template has no such variable. */
    public Optional<String> pathIfAny(String variable) {
        return Optional.ofNullable(pathParameters.get(variable));
    }

    /** The path that was asked for, percent-decoded, without the query. */
    public String target() {
        return Parameters.decoded(request.head().path(), false);
    }

    /** What stands after the question mark, as it was sent; empty if there is none. */
    public Optional<String> rawQuery() {
        return Optional.ofNullable(request.head().query());
    }

    /** Refuses the request if its query says what its route does not understand. */
    void checkQuery() {
        if (route.words().concernsQuery()) {
            route.words().check(query());
        }
    }

    /** Refuses the request if its body says what its route must understand whole. */
    void checkBody() {
        if (route.words().isExact()) {
            // Also where none is expected: it may be meant as the filter.
            json();
        }
    }

    private Parameters query() {
        if (query == null) {
            try {
                query = Parameters.of(request.head().query());
            } catch (IllegalArgumentException malformed) {
                throw ApiError.invalidRequest(
                        "the query string is not valid percent-encoded UTF-8");
            }
            if (!route.isPage()) {
                refuseNul(query);
            }
        }
        return query;
    }

    /** PostgreSQL stores no text with it. Pages take it out of what people typed. */
    private void refuseNul(Parameters asked) {
        asked.firstWith('\0')
                .ifPresent(name -> {
                    String known =
                            route.words().parameter(name) == null ? "the query string" : name;
                    throw ApiError.invalidRequest(known + " must not contain U+0000 (%00)");
                });
    }

    /**
     * The value of a query parameter, decoded.
     *
     * @throws IllegalArgumentException if the route declares no such parameter
     */
    public Optional<String> query(String name) {
        requireDeclared(name, false);
        return Optional.ofNullable(query().first(name));
    }

    /**
     * The values of a query parameter that is a list, without blanks around them; empty if it is
     * absent.
     *
     * @throws IllegalArgumentException if the route declares no such list
     */
    public Optional<List<String>> queryList(String name) {
        requireDeclared(name, true);
        return Optional.ofNullable(query().values().get(name))
                .map(values ->
                        values.stream()
                                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                                .map(String::strip)
                                .toList());
    }

    /** A parameter that is read must be one that is checked and described. */
    private void requireDeclared(String name, boolean list) {
        Vocabulary.Parameter parameter = route.words().parameter(name);
        boolean declared = parameter != null && parameter.list() == list;
        if (!declared && route.words().others() != Vocabulary.Others.LET_BE) {
            throw new IllegalArgumentException(
                    "%s %s declares no %s %s"
                            .formatted(
                                    route.method(),
                                    route.template(),
                                    list ? "query list" : "query parameter",
                                    name));
        }
    }

    /** A query parameter that is a whole number between {@code min} and {@code max}. */
    public Optional<Integer> queryInteger(String name, int min, int max) {
        return query(name)
                .map(text ->
                        WholeNumber.parse(text, min, max)
                                .orElseThrow(() ->
                                        ApiError.invalidRequest(
                                                "%s must be a whole number from %d to %d"
                                                        .formatted(name, min, max))));
    }

    /**
     * A query parameter that is a moment, as {@link Rfc3339} reads it.
     *
     * @throws ApiError {@code INVALID_REQUEST} for text that is none
     */
    public Optional<Instant> queryTime(String name) {
        return query(name).map(text -> JsonBody.time(name, text));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.head().headers().first(name));
    }

    /** Every header line as a name and a value, in the order of the request. */
    public List<Map.Entry<String, String>> headers() {
        return request.head().headers().lines();
    }

    /** The value of the first cookie of this name, without quotes around it. */
    public Optional<String> cookie(String name) {
        return request.head().headers().cookie(name);
    }

    /** Where the caller is, as {@link TrustedProxies} has it. */
    public IpAddress address() {
        return request.address();
    }

    /**
     * Who makes the call.
     *
     * @throws IllegalStateException on a route that is open to anybody
     */
    public Caller caller() {
        Caller caller = request.caller();
        if (caller == null) {
            throw new IllegalStateException(route.template() + " has no authenticated caller");
        }
        return caller;
    }

    /**
     * The request's JSON object. No body, {@code null}, {@code {}} and {@code []} (what PHP sends
     * for "no fields") are all the empty object. The Content-Type is not looked at: old SDKs leave
     * it out.
     *
     * @throws ApiError {@code INVALID_REQUEST} for anything else that is not one JSON object, for
     *     one that has a member twice, and for a member that the route refuses
     */
    public JsonBody json() {
        if (json == null) {
            ObjectNode object = readObject();
            object.propertyNames().forEach(route.words()::checkMember);
            json = new JsonBody(object);
        }
        return json;
    }

    private ObjectNode readObject() {
        byte[] bytes = bytes();
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode node;
        try {
            node = Json.readSent(bytes);
        } catch (JacksonException malformed) {
            throw ApiError.invalidRequest(Json.problem("the request body", malformed));
        }
        return switch (node) {
            case ObjectNode object -> object;
            case JsonNode other
                    when other.isNull()
                            || other.isMissingNode()
                            || (other.isArray() && other.isEmpty()) ->
                    JsonNodeFactory.instance.objectNode();
            default -> throw ApiError.invalidRequest("the request body must be a JSON object");
        };
    }

    /**
     * The fields of an HTML form ({@code application/x-www-form-urlencoded}); the first value of
     * each.
     */
    public Map<String, String> form() {
        byte[] bytes = bytes();
        if (!Utf8.isText(bytes)) {
            throw notAForm();
        }
        Parameters fields;
        try {
            fields = Parameters.of(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException malformed) {
            throw notAForm();
        }
        Map<String, String> form = new LinkedHashMap<>();
        fields.values().forEach((name, values) -> form.put(name, values.getFirst()));
        return form;
    }

    private static ApiError notAForm() {
        return ApiError.invalidRequest("the form is not valid percent-encoded UTF-8");
    }

    /** The same as {@link #bytes}, however it is encoded. */
    public byte[] encodedBytes() {
        return body;
    }

    /**
     * The body as sent, at most {@link Route#maxBodyBytes()}. It was read before the handler began.
     *
     * @throws ApiError {@code INVALID_REQUEST} if it is encoded, such as with gzip
     */
    public byte[] bytes() {
        if (request.head().headers().contains("Content-Encoding")) {
            throw ApiError.invalidRequest(
                    "a Content-Encoding is not supported, send the body as it is");
        }
        return body;
    }
}
