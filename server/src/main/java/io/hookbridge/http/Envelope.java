package io.hookbridge.http;

import io.hookbridge.base.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Puts answers into the shape every SDK expects: {@code data} and {@code meta}, or {@code error}
 * and {@code meta}; and into the coding that the client takes.
 */
final class Envelope {

    static final String REQUEST_ID_HEADER = "X-Request-Id";

    private static final byte[] NOTHING = {};

    /**
     * Answers of the API hold one tenant's data, sometimes a credential: no cache may keep them.
     */
    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private static final Entry<String, String> NO_SNIFFING =
            Map.entry("X-Content-Type-Options", "nosniff");

    private Envelope() {}

    static Answer error(ApiError error, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", error.code().name());
        body.put("message", error.message());
        if (!error.details().isEmpty()) {
            body.put("details", error.details());
        }
        Answer answer =
                json(
                        error.code().status(),
                        Members.of("error", body, "meta", Members.of("request_id", requestId)));
        if (error.code() == ErrorCode.UNAUTHORIZED) {
            // RFC 9110, section 11.6.1: a 401 names the scheme that would help.
            answer = answer.header("WWW-Authenticate", "Bearer");
        }
        String allow = error.allow();
        if (allow != null) {
            answer = answer.header("Allow", allow);
        }
        Duration retryAfter = error.retryAfter();
        return retryAfter == null ? answer : answer.header("Retry-After", wholeSeconds(retryAfter));
    }

    /** The answer as it is sent to whoever made this request. Compresses, so not on a loop. */
    static Response response(Answer answer, RequestFacts request) {
        return switch (answer) {
            case Answer.Upgrade _ ->
                    throw new IllegalStateException("an upgrade is no answer with a body");
            case Answer.Raw raw -> response(raw, request);
            case Answer.Data data -> response(success(data, request.requestId()), request);
            case Answer.Document document -> response(document, request);
            case Answer.Streamed streamed -> {
                List<Entry<String, String>> headers =
                        begin(streamed, streamed.contentType(), request);
                boolean gzip =
                        compress(streamed.contentType(), streamed.length(), request, headers);
                long length = gzip ? -1 : streamed.length();
                yield new Response(streamed.status(), headers, NOTHING, length, streamed, gzip);
            }
        };
    }

    private static Response response(Answer.Raw raw, RequestFacts request) {
        List<Entry<String, String>> headers = begin(raw, raw.contentType(), request);
        raw.cookies().forEach(cookie -> headers.add(Map.entry("Set-Cookie", cookie)));
        boolean gzip = compress(raw.contentType(), raw.body().length, request, headers);
        byte[] body = gzip ? Compression.gzip(raw.body()) : raw.body();
        return new Response(raw.status(), headers, body, body.length, null, false);
    }

    private static Response response(Answer.Document document, RequestFacts request) {
        int length = document.body().length;
        boolean asked = document.isAmong(request.head().headers().all("If-None-Match"));
        boolean gzip =
                Compression.concerns(document.contentType(), length)
                        && Compression.isWanted(request.route(), request.head().headers());
        byte[] body = gzip ? document.compressed() : document.body();
        List<Entry<String, String>> headers =
                begin(document, asked ? null : document.contentType(), request);
        headers.add(Map.entry("ETag", document.tag(gzip)));
        if (Compression.concerns(document.contentType(), length)) {
            headers.add(Map.entry("Vary", Compression.varies(request.route())));
        }
        if (gzip && !asked) {
            headers.add(Map.entry("Content-Encoding", Compression.GZIP));
        }
        // RFC 9110, section 8.6: the length with a 304 is that of the document, or is not told.
        return new Response(
                asked ? 304 : document.status(),
                headers,
                asked ? NOTHING : body,
                body.length,
                null,
                false);
    }

    /** Writes the headers of an answer's coding; whether it is to be compressed. */
    private static boolean compress(
            @Nullable String contentType,
            long length,
            RequestFacts request,
            List<Entry<String, String>> headers) {
        if (!Compression.concerns(contentType, length)) {
            return false;
        }
        headers.add(Map.entry("Vary", Compression.varies(request.route())));
        if (!Compression.isWanted(request.route(), request.head().headers())) {
            return false;
        }
        headers.add(Map.entry("Content-Encoding", Compression.GZIP));
        return true;
    }

    private static List<Entry<String, String>> begin(
            Answer answer, @Nullable String contentType, RequestFacts request) {
        List<Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry(REQUEST_ID_HEADER, request.requestId()));
        headers.add(NO_SNIFFING);
        if (contentType != null) {
            headers.add(Map.entry("Content-Type", contentType));
        }
        answer.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
        return headers;
    }

    private static Answer.Raw success(Answer.Data data, String requestId) {
        Answer.Raw answer =
                data.data() instanceof WrittenJson(String text)
                                && data.meta().isEmpty()
                                && data.beside().isEmpty()
                        ? written(data.status(), text, requestId)
                        : json(data.status(), object(data, requestId));
        for (Map.Entry<String, String> header : data.headers().entrySet()) {
            answer = answer.header(header.getKey(), header.getValue());
        }
        return answer;
    }

    private static Map<String, Object> object(Answer.Data data, String requestId) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("request_id", requestId);
        meta.putAll(data.meta());
        Map<String, Object> body = new LinkedHashMap<>();
        body.putAll(data.beside());
        body.put("data", data.data());
        body.put("meta", meta);
        return body;
    }

    /** The same bytes as for any other data. */
    private static Answer.Raw written(int status, String data, String requestId) {
        String body = "{\"data\":" + data + ",\"meta\":{\"request_id\":\"" + requestId + "\"}}";
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer.Raw json(int status, Map<String, Object> body) {
        return json(status, Json.MAPPER.writeValueAsBytes(body));
    }

    private static Answer.Raw json(int status, byte[] body) {
        return new Answer.Raw(status, "application/json", body, NOT_KEPT);
    }

    private static String wholeSeconds(Duration delay) {
        return Long.toString(Math.max(1, delay.plusMillis(999).toSeconds()));
    }
}
