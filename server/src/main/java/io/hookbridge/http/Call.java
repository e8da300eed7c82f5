package io.hookbridge.http;

import io.hookbridge.base.Json;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** One request as a handler sees it. Belongs to the thread that handles the request. */
public final class Call {

    private final Request request;
    private final Route route;
    private final Map<String, String> pathParameters;
    private final String requestId;
    private @Nullable Caller caller;
    private @Nullable Fields query;

    Call(Request request, Route route, Map<String, String> pathParameters, String requestId) {
        this.request = request;
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

    /** The value of a template variable, percent-decoded. */
    public String path(String variable) {
        String value = pathParameters.get(variable);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the template " + route.template() + " has no {" + variable + "}");
        }
        return value;
    }

    /** The path that was asked for, percent-decoded, without the query. */
    public String target() {
        return Request.getPathInContext(request);
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> query(String name) {
        if (query == null) {
            try {
                query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
            } catch (RuntimeException malformed) {
                throw ApiError.invalidRequest(
                        "the query string is not valid percent-encoded UTF-8");
            }
        }
        return Optional.ofNullable(query.getValue(name));
    }

    /** A query parameter that is a whole number between {@code min} and {@code max}. */
    public Optional<Integer> queryInteger(String name, int min, int max) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return Optional.of(number);
            }
        } catch (NumberFormatException notANumber) {
            // Told below together with the range.
        }
        throw ApiError.invalidRequest(name + " must be a whole number from " + min + " to " + max);
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

    /** The address of the peer that sent the request, without a port. */
    public String remoteAddress() {
        return request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
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
     * @throws ApiError {@code INVALID_REQUEST} for anything else that is not one JSON object,
     *     {@code PAYLOAD_TOO_LARGE}
     */
    public JsonBody json() {
        byte[] bytes = bytes();
        if (bytes.length == 0) {
            return JsonBody.EMPTY;
        }
        JsonNode node;
        try {
            node = Json.MAPPER.readTree(bytes);
        } catch (JacksonException malformed) {
            throw ApiError.invalidRequest(Json.problem("the request body", malformed));
        }
        return switch (node) {
            case ObjectNode object -> new JsonBody(object);
            case JsonNode other when other.isNull() || other.isMissingNode() -> JsonBody.EMPTY;
            case JsonNode other when other.isArray() && other.isEmpty() -> JsonBody.EMPTY;
            default -> throw ApiError.invalidRequest("the request body must be a JSON object");
        };
    }

    /**
     * The fields of an HTML form ({@code application/x-www-form-urlencoded}); the first value of
     * each.
     */
    public Map<String, String> form() {
        Fields fields = new Fields();
        try {
            UrlEncoded.decodeUtf8To(new String(bytes(), StandardCharsets.UTF_8), fields);
        } catch (RuntimeException malformed) {
            throw ApiError.invalidRequest("the form is not valid percent-encoded UTF-8");
        }
        Map<String, String> form = new LinkedHashMap<>();
        fields.forEach(field -> form.put(field.getName(), field.getValue()));
        return form;
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
