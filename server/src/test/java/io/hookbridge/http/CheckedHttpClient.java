package io.hookbridge.http;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.http.openapi.ApiDescription;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The HTTP client of the tests. Every exchange with a path of the API is held to {@link
 * ApiDescription}, so whatever a test asks for also tests the description. Follows no redirects,
 * keeps no cookies. Safe for use by many threads.
 */
public final class CheckedHttpClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private static final Duration LONGEST_WAIT = Patience.LONGEST;

    private final String baseUrl;

    /**
     * @param baseUrl scheme, host and port, such as {@code http://127.0.0.1:8080}
     */
    public CheckedHttpClient(URI baseUrl) {
        this.baseUrl = baseUrl.toString().replaceFirst("/$", "");
    }

    /** A client of a server on this machine. */
    public static CheckedHttpClient ofLocalPort(int port) {
        return new CheckedHttpClient(URI.create("http://127.0.0.1:" + port));
    }

    public Draft get(String path) {
        return request("GET", path);
    }

    public Draft post(String path) {
        return request("POST", path);
    }

    public Draft put(String path) {
        return request("PUT", path);
    }

    public Draft delete(String path) {
        return request("DELETE", path);
    }

    /**
     * @param path from the first slash on, percent-encoded, with its query
     */
    public Draft request(String method, String path) {
        return new Draft(baseUrl, method, path);
    }

    /** A request before it is sent. Belongs to one thread. */
    public static final class Draft {

        private final String baseUrl;
        private final String method;
        private final String path;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private byte @Nullable [] body;

        private Draft(String baseUrl, String method, String path) {
            this.baseUrl = baseUrl;
            this.method = method;
            this.path = path;
        }

        /** Sends an API key as the bearer token. */
        public Draft key(String apiKey) {
            return header("Authorization", "Bearer " + apiKey);
        }

        /** Adds a header; the same name may come more than once. */
        public Draft header(String name, String value) {
            headers.add(Map.entry(name, value));
            return this;
        }

        /** Sends text, well-formed or not, as {@code application/json}. */
        public Draft json(String text) {
            return header("Content-Type", "application/json").raw(text);
        }

        /** Sends an object as {@code application/json}. */
        public Draft json(Map<String, ?> object) {
            return json(Json.MAPPER.writeValueAsString(object));
        }

        /** Sends the fields of an HTML form. */
        public Draft form(Map<String, String> fields) {
            return header("Content-Type", "application/x-www-form-urlencoded")
                    .raw(
                            fields.entrySet().stream()
                                    .map(it -> encoded(it.getKey()) + "=" + encoded(it.getValue()))
                                    .collect(Collectors.joining("&")));
        }

        /** Sends text in UTF-8 without a Content-Type. */
        public Draft raw(String text) {
            return raw(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends bytes without a Content-Type. */
        public Draft raw(byte[] bytes) {
            body = bytes;
            return this;
        }

        /**
         * Sends the request and waits for the whole answer, 30 seconds at the most.
         *
         * @throws AssertionError if the exchange is not as the description says
         * @throws UncheckedIOException if there is no answer
         */
        public Exchange send() {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(baseUrl + path))
                            .timeout(LONGEST_WAIT)
                            .method(method, publisher());
            headers.forEach(header -> request.header(header.getKey(), header.getValue()));
            HttpResponse<byte[]> response = answerTo(request.build());
            byte[] answered = uncompressed(response);
            String pathOnly = response.uri().getRawPath();
            if (ApiDescription.covers(pathOnly)) {
                ApiDescription.published()
                        .check(
                                method,
                                pathOnly,
                                body,
                                response.statusCode(),
                                response.headers().map(),
                                answered);
            }
            return new Exchange(
                    response.statusCode(),
                    response.headers(),
                    new String(answered, StandardCharsets.UTF_8));
        }

        private static byte[] uncompressed(HttpResponse<byte[]> response) {
            if (!response.headers().firstValue("Content-Encoding").equals(Optional.of("gzip"))) {
                return response.body();
            }
            try (var body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
                return body.readAllBytes();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private BodyPublisher publisher() {
            return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        }

        private static HttpResponse<byte[]> answerTo(HttpRequest request) {
            try {
                return HTTP.send(request, BodyHandlers.ofByteArray());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting", interrupted);
            }
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
