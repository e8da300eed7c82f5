package io.hookbridge.bucket;

import com.github.davidmoten.aws.lw.client.HttpClient;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The transport of {@link Bucket}: connections are kept, and a call is over in time as a whole, its
 * body included, however slowly that comes. The library's own would end each connection.
 */
final class BucketHttp implements HttpClient {

    /** What a connection may take; a call may end sooner. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** What the JDK's client says itself and lets nobody say. */
    private static final Set<String> ITS_OWN = Set.of("host", "content-length", "connection");

    private final java.net.http.HttpClient client =
            java.net.http.HttpClient.newBuilder()
                    .version(java.net.http.HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    @Override
    public ResponseInputStream request(
            URL url,
            String method,
            Map<String, String> headers,
            byte @Nullable [] body,
            int connectTimeoutMs,
            int readTimeoutMs)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url.toString()))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            if (ITS_OWN.stream().noneMatch(name::equalsIgnoreCase)) {
                request.header(name, value);
            }
        });
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = call.get(readTimeoutMs, TimeUnit.MILLISECONDS);
            return new ResponseInputStream(
                    () -> {},
                    response.statusCode(),
                    response.headers().map(),
                    new ByteArrayInputStream(response.body()));
        } catch (TimeoutException late) {
            call.cancel(true);
            throw new IOException("no whole answer in time", late);
        } catch (ExecutionException failure) {
            throw new IOException("no answer", failure.getCause());
        } catch (InterruptedException interrupted) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
