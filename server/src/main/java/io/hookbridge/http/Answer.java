package io.hookbridge.http;

import io.hookbridge.base.Sha256;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a handler answers.
 *
 * <p>{@link Data} becomes the success envelope; {@link Raw}, {@link Document} and {@link Streamed}
 * are sent as they are. Text is compressed for clients that take it so.
 */
public sealed interface Answer {

    int status();

    /** Response headers beside those the dispatcher sets itself. */
    Map<String, String> headers();

    /** The same answer with one more header. */
    Answer header(String name, String value);

    /**
     * {@code {"data": …, "meta": {"request_id": …, …}}} with the members of {@code meta} added.
     *
     * @param beside further members of the outermost object, written first
     */
    record Data(
            int status,
            Object data,
            Map<String, Object> meta,
            Map<String, Object> beside,
            Map<String, String> headers)
            implements Answer {
        @Override
        public Data header(String name, String value) {
            return new Data(status, data, meta, beside, plus(headers, name, value));
        }

        /** The same answer with these members in {@code meta}. */
        public Data meta(Map<String, Object> newMeta) {
            return new Data(status, data, newMeta, beside, headers);
        }

        /** The same answer with these members beside {@code data}. */
        public Data beside(Map<String, Object> members) {
            return new Data(status, data, meta, members, headers);
        }
    }

    /**
     * Bytes with their content type, or no content at all.
     *
     * @param cookies the values of {@code Set-Cookie}, each of which is a header of its own
     */
    record Raw(
            int status,
            @Nullable String contentType,
            byte[] body,
            Map<String, String> headers,
            List<String> cookies)
            implements Answer {

        public Raw(
                int status,
                @Nullable String contentType,
                byte[] body,
                Map<String, String> headers) {
            this(status, contentType, body, headers, List.of());
        }

        @Override
        public Raw header(String name, String value) {
            return new Raw(status, contentType, body, plus(headers, name, value), cookies);
        }

        /** The same answer with one more cookie. */
        public Raw cookie(String setCookie) {
            List<String> all = Stream.concat(cookies.stream(), Stream.of(setCookie)).toList();
            return new Raw(status, contentType, body, headers, all);
        }
    }

    /**
     * Bytes that are the same for everybody and for as long as the server runs. Whoever has them
     * already and says so with {@code If-None-Match} is answered 304 without them.
     *
     * @param compressed the same with gzip
     * @param hash of the body, the core of its entity tags
     */
    record Document(
            String contentType,
            byte[] body,
            byte[] compressed,
            String hash,
            Map<String, String> headers)
            implements Answer {

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Document header(String name, String value) {
            return new Document(contentType, body, compressed, hash, plus(headers, name, value));
        }

        /** The entity tag; other bytes have another one, also those of another coding. */
        String tag(boolean gzip) {
            return '"' + hash + (gzip ? "-gzip" : "") + '"';
        }

        /**
         * Whether one of the tags in {@code If-None-Match} is this document's, in whichever coding.
         */
        boolean isAmong(List<String> values) {
            return values.stream()
                    .flatMap(value -> Stream.of(value.split(",")))
                    .map(String::strip)
                    .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                    .anyMatch(tag ->
                            tag.equals("*") || tag.equals(tag(false)) || tag.equals(tag(true)));
        }
    }

    /**
     * A body that is too large to be in memory at once. It is written by a thread of its own after
     * the handler has returned, at the pace at which the client reads; for HEAD it is not written.
     *
     * @param length of the whole body in bytes; if it turns out shorter, the connection breaks off,
     *     so that nobody takes a part for the whole
     */
    record Streamed(
            int status, String contentType, long length, Body body, Map<String, String> headers)
            implements Answer {

        /** Writes the body; may block. A failure breaks the connection off. */
        @FunctionalInterface
        public interface Body {
            void writeTo(OutputStream out) throws IOException;
        }

        @Override
        public Streamed header(String name, String value) {
            return new Streamed(status, contentType, length, body, plus(headers, name, value));
        }
    }

    /**
     * The connection becomes a WebSocket. Only for routes of {@link Route#upgrading}.
     *
     * @param begin is given it on its loop, where nothing may wait, once it is open
     * @param notOpened runs instead if the caller has gone
     */
    record Upgrade(Function<WebSocketLink, WebSocketLink.Events> begin, Runnable notOpened)
            implements Answer {

        @Override
        public int status() {
            return 101;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public Upgrade header(String name, String value) {
            throw new IllegalStateException("a handshake has its own headers");
        }
    }

    static Data ok(Object data) {
        return new Data(200, data, Map.of(), Map.of(), Map.of());
    }

    /**
     * Something new exists.
     *
     * @param location the path of it, for the header {@code Location} (RFC 9110, section 15.3.2)
     */
    static Data created(String location, Object data) {
        return new Data(201, data, Map.of(), Map.of(), Map.of("Location", location));
    }

    /** What was asked for is stored and will be done. */
    static Data accepted(Object data) {
        return new Data(202, data, Map.of(), Map.of(), Map.of());
    }

    /** Done, and nothing to say (204). */
    static Raw noContent() {
        return new Raw(204, null, new byte[0], Map.of("Cache-Control", "no-store"));
    }

    /**
     * Foreign bytes, which no browser takes for a page or a script of this server, whatever their
     * sender called them.
     *
     * @param name of the file; letters, digits, dots and hyphens
     */
    static Raw download(String name, byte[] bytes) {
        return new Raw(
                200,
                "application/octet-stream",
                bytes,
                Map.of(
                        "Cache-Control",
                        "no-store",
                        "Content-Disposition",
                        "attachment; filename=\"" + name + "\"",
                        "Content-Security-Policy",
                        "sandbox; default-src 'none'"));
    }

    static Raw text(int status, String contentType, String body) {
        return new Raw(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** See {@link Document}; compresses it, so it is to be made once. */
    static Document document(String contentType, byte[] body, Map<String, String> headers) {
        String hash = HexFormat.of().formatHex(Sha256.of(body), 0, 16);
        return new Document(contentType, body, Compression.gzip(body), hash, headers);
    }

    /** Sends the client elsewhere with the same method (302). */
    static Raw found(String location) {
        return new Raw(302, null, new byte[0], Map.of("Location", location));
    }

    private static Map<String, String> plus(
            Map<String, String> headers, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return all;
    }
}
