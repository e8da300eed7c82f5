package io.hookbridge.http;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Json;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.Utf8;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.base.ip.IpAddress;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** One request as a handler sees it. Belongs to the thread that handles the request. */
public final class Call {

    private final Request request;
    private final IpAddress address;
    private final Route route;
    private final Map<String, String> pathParameters;
    private final String requestId;
    private @Nullable Caller caller;
    private @Nullable Fields query;
    private @Nullable JsonBody json;

    Call(
            Request request,
            IpAddress address,
            Route route,
            Map<String, String> pathParameters,
            String requestId) {
        this.request = request;
        this.address = address;
        this.route = route;
        this.pathParameters = pathParameters;
        this.requestId = requestId;
    }

    /**
     * The identifier that the answer carries in {@code meta.request_id} and {@code X-Request-Id}.
     */
    public String requestId() {
        return requestId;
    }

    /** The request's method, such as {@code GET}. */
    public String method() {
        return request.getMethod();
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
        return Request.getPathInContext(request);
    }

    /**
     * Refuses the request if it says what its route does not understand, as {@link Vocabulary} has
     * it.
     */
    void checkWords() {
        if (route.words().concernsQuery()) {
            route.words().check(query());
        }
        if (route.words().isExact()) {
            // Also where none is expected: it may be meant as the filter.
            json();
        }
    }

    private Fields query() {
        if (query == null) {
            try {
                query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
            } catch (RuntimeException malformed) {
                throw ApiError.invalidRequest(
                        "the query string is not valid percent-encoded UTF-8");
            }
        }
        return query;
    }

    /**
     * The value of a query parameter, decoded.
     *
     * @throws IllegalArgumentException if the route declares no such parameter
     */
    public Optional<String> query(String name) {
        requireDeclared(name, false);
        return Optional.ofNullable(query().getValue(name));
    }

    /**
     * The values of a query parameter that is a list, without blanks around them; empty if it is
     * absent.
     *
     * @throws IllegalArgumentException if the route declares no such list
     */
    public Optional<List<String>> queryList(String name) {
        requireDeclared(name, true);
        return Optional.ofNullable(query().get(name))
                .map(field ->
                        field.getValues().stream()
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
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Every header line as a name and a value, in the order of the request. */
    public List<Map.Entry<String, String>> headers() {
        return request.getHeaders().stream()
                .map(field -> Map.entry(field.getName(), String.valueOf(field.getValue())))
                .toList();
    }

    public Optional<String> cookie(String name) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(cookie -> cookie.getValue())
                .findFirst();
    }

    /** Where the caller is, as {@link TrustedProxies} has it. */
    public IpAddress address() {
        return address;
    }

    /**
     * Who makes the call.
     *
     * @throws IllegalStateException on a route that is open to anybody
     */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException(route.template() + " has no authenticated caller");
        }
        return caller;
    }

    void authenticated(Caller newCaller) {
        this.caller = newCaller;
    }

    /**
     * The request's JSON object. No body, {@code null}, {@code {}} and {@code []} (what PHP sends
     * for "no fields") are all the empty object. The Content-Type is not looked at: old SDKs leave
     * it out.
     *
     * @throws ApiError {@code INVALID_REQUEST} for anything else that is not one JSON object, for
     *     one that has a member twice, and for a member that the route refuses; {@code
     *     PAYLOAD_TOO_LARGE}
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
        Fields fields = new Fields();
        try {
            UrlEncoded.decodeUtf8To(new String(bytes, StandardCharsets.UTF_8), fields);
        } catch (RuntimeException malformed) {
            throw notAForm();
        }
        Map<String, String> form = new LinkedHashMap<>();
        fields.forEach(field -> form.put(field.getName(), field.getValue()));
        return form;
    }

    private static ApiError notAForm() {
        return ApiError.invalidRequest("the form is not valid percent-encoded UTF-8");
    }

    /**
     * The body as sent, at most {@link Route#maxBodyBytes()}.
     *
     * @throws ApiError {@code PAYLOAD_TOO_LARGE}; {@code INVALID_REQUEST} if the body ends early;
     *     {@code SERVICE_UNAVAILABLE} if it does not come in time
     */
    public byte[] bytes() {
        int limit = route.maxBodyBytes();
        if (request.getLength() > limit) {
            throw tooLarge(limit);
        }
        if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            throw ApiError.invalidRequest(
                    "a Content-Encoding is not supported, send the body as it is");
        }
        // One byte more than there should be, so that the end is seen as well; no larger than
        // needed.
        int most = request.getLength() < 0 ? limit + 1 : (int) request.getLength() + 1;
        byte[] bytes;
        try (InputStream body = Content.Source.asInputStream(request)) {
            bytes = body.readNBytes(most);
        } catch (IOException broken) {
            throw unread(broken);
        }
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    /** A server that is being stopped waits for no body; the caller has made no mistake then. */
    private static ApiError unread(IOException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return new ApiError(
                                ErrorCode.SERVICE_UNAVAILABLE,
                                "the request body did not come in time, send the request again")
                        .retryAfter(Duration.ofSeconds(1));
            }
        }
        return ApiError.invalidRequest("the request body ended early");
    }

    private static ApiError tooLarge(int limit) {
        return new ApiError(
                ErrorCode.PAYLOAD_TOO_LARGE, "the request body has more than " + limit + " bytes");
    }
}
