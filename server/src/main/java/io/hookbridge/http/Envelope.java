package io.hookbridge.http;

import io.hookbridge.base.Json;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes answers in the shape every SDK expects: {@code data} and {@code meta}, or {@code error}
 * and {@code meta}.
 */
final class Envelope {

    static final String REQUEST_ID_HEADER = "X-Request-Id";

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
        Duration retryAfter = error.retryAfter();
        if (error.code() == ErrorCode.UNAUTHORIZED) {
            // RFC 9110, section 11.6.1: a 401 names the scheme that would help.
            answer = answer.header(HttpHeader.WWW_AUTHENTICATE.asString(), "Bearer");
        }
        return retryAfter == null
                ? answer
                : answer.header(HttpHeader.RETRY_AFTER.asString(), wholeSeconds(retryAfter));
    }

    static void write(Answer answer, String requestId, Response response, Callback callback) {
        switch (answer) {
            case Answer.Raw raw -> write(raw, requestId, response, callback);
            case Answer.Data data -> write(success(data, requestId), requestId, response, callback);
            case Answer.Document document -> write(document, requestId, response, callback);
            case Answer.Streamed streamed -> {
                begin(streamed, streamed.contentType(), requestId, response);
                boolean gzip = compress(streamed.contentType(), streamed.length(), response);
                StreamedBody.write(streamed, gzip, response, callback);
            }
        }
    }

    private static void write(
            Answer.Raw raw, String requestId, Response response, Callback callback) {
        begin(raw, raw.contentType(), requestId, response);
        raw.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
        boolean gzip = compress(raw.contentType(), raw.body().length, response);
        byte[] body = gzip ? Compression.gzip(raw.body()) : raw.body();
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static void write(
            Answer.Document document, String requestId, Response response, Callback callback) {
        begin(document, document.contentType(), requestId, response);
        boolean gzip = compress(document.contentType(), document.body().length, response);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.ETAG, document.tag(gzip));
        byte[] body = gzip ? document.compressed() : document.body();
        HttpFields asked = response.getRequest().getHeaders();
        if (document.isAmong(asked.getValuesList(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(304);
            headers.remove(HttpHeader.CONTENT_TYPE);
            headers.remove(HttpHeader.CONTENT_ENCODING);
            // RFC 9110, section 8.6: that of the document or none, and Jetty would write 0.
            headers.put(HttpHeader.CONTENT_LENGTH, body.length);
            body = new byte[0];
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Writes the headers of an answer's coding; whether it is to be compressed. */
    private static boolean compress(@Nullable String contentType, long length, Response response) {
        Request request = response.getRequest();
        if (!Compression.concerns(request, contentType, length)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
        if (!Compression.isTaken(request)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, Compression.GZIP);
        return true;
    }

    private static void begin(
            Answer answer, @Nullable String contentType, String requestId, Response response) {
        response.setStatus(answer.status());
        var headers = response.getHeaders();
        headers.put(REQUEST_ID_HEADER, requestId);
        headers.put("X-Content-Type-Options", "nosniff");
        if (contentType != null) {
            headers.put(HttpHeader.CONTENT_TYPE, contentType);
        }
        answer.headers().forEach(headers::put);
    }

    private static Answer.Raw success(Answer.Data data, String requestId) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("request_id", requestId);
        meta.putAll(data.meta());
        Map<String, Object> body = new LinkedHashMap<>();
        body.putAll(data.beside());
        body.put("data", data.data());
        body.put("meta", meta);
        Answer.Raw answer = json(data.status(), body);
        for (Map.Entry<String, String> header : data.headers().entrySet()) {
            answer = answer.header(header.getKey(), header.getValue());
        }
        return answer;
    }

    /**
     * Answers of the API hold one tenant's data, sometimes a credential: no cache may keep them.
     */
    private static Answer.Raw json(int status, Object body) {
        return new Answer.Raw(
                status,
                "application/json",
                Json.MAPPER.writeValueAsBytes(body),
                Map.of(HttpHeader.CACHE_CONTROL.asString(), "no-store"));
    }

    private static String wholeSeconds(Duration delay) {
        return Long.toString(Math.max(1, delay.plusMillis(999).toSeconds()));
    }
}
