package io.hookbridge.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/**
 * What a request says before its body.
 *
 * @param path as it was sent, neither decoded nor resolved
 * @param query as it was sent; null if there is none
 * @param host with the port, as in {@code Host} or {@code :authority}; empty if there is none
 * @param length of the body in bytes; 0 for none, -1 if the body tells its end itself
 */
record RequestHead(
        String method,
        String path,
        @Nullable String query,
        String host,
        Headers headers,
        long length,
        HttpVersion version) {

    /** In a line of a header, what is beside the name and the value. */
    static final int REST_OF_FIELD = ": ".length() + "\r\n".length();

    /** The head of a request over HTTP/1.1 whose grammar was checked. */
    static RequestHead ofHttp1(HttpServerRequest request) {
        return of(request, request.headers().contains("Transfer-Encoding"));
    }

    /**
     * The head of a request over HTTP/2 whose grammar was checked.
     *
     * @param whole whether no body follows
     */
    static RequestHead ofHttp2(HttpServerRequest request, boolean whole) {
        return of(request, !whole);
    }

    /**
     * @param open whether something follows that tells its end itself, also where the head says
     *     that it will be nothing
     */
    private static RequestHead of(HttpServerRequest request, boolean open) {
        Headers headers = headers(request.headers());
        HttpVersion version = request.version();
        String uri = originForm(request.uri());
        int question = uri.indexOf('?');
        return new RequestHead(
                request.method().name(),
                question < 0 ? uri : uri.substring(0, question),
                question < 0 ? null : uri.substring(question + 1),
                host(request, headers),
                headers,
                length(headers, open),
                version);
    }

    private static Headers headers(MultiMap sent) {
        List<Entry<String, String>> lines = new ArrayList<>();
        for (Entry<String, String> line : sent) {
            lines.add(Map.entry(line.getKey(), line.getValue()));
        }
        return new Headers(lines);
    }

    /** Without scheme and authority, which are those of {@code Host} ({@link HeadGrammar}). */
    private static String originForm(String uri) {
        if (uri.startsWith("/") || uri.equals("*")) {
            return uri;
        }
        int authority = uri.indexOf("://") + 3;
        int path = indexOfAny(uri, authority);
        return path < 0
                ? "/"
                : uri.charAt(path) == '?' ? "/" + uri.substring(path) : uri.substring(path);
    }

    private static int indexOfAny(String uri, int from) {
        for (int i = from; i < uri.length(); i++) {
            if (uri.charAt(i) == '/' || uri.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    private static String host(HttpServerRequest request, Headers headers) {
        if (request.version() == HttpVersion.HTTP_2) {
            var authority = request.authority();
            return authority == null ? "" : authority.toString();
        }
        String host = headers.first("Host");
        return host == null ? "" : host;
    }

    private static long length(Headers headers, boolean open) {
        String declared = headers.first("Content-Length");
        long length = declared == null ? 0 : Long.parseLong(declared);
        return length == 0 && open ? -1 : length;
    }

    /** How long it is as HTTP/1.1 writes it, but for its version, in bytes. */
    long bytes() {
        long bytes = method.length();
        bytes += path.length() + (query == null ? 0 : query.length());
        for (Entry<String, String> line : headers.lines()) {
            bytes += line.getKey().length() + line.getValue().length() + REST_OF_FIELD;
        }
        return bytes;
    }

    /** The host without a port, in lower case; an IPv6 address is in brackets. */
    String hostName() {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    /** The port that the host names, or else that of plain http. */
    int hostPort() {
        int colon = host.lastIndexOf(':');
        boolean named = colon > host.lastIndexOf(']') && colon < host.length() - 1;
        return named ? Integer.parseInt(host.substring(colon + 1)) : 80;
    }

    /** Whether the sender waits for a word before it sends the body (RFC 9110, section 10.1.1). */
    boolean awaitsContinue() {
        return version != HttpVersion.HTTP_1_0
                && length != 0
                && "100-continue".equalsIgnoreCase(headers.first("Expect"));
    }
}
