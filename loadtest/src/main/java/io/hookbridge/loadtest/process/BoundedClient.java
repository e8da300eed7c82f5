package io.hookbridge.loadtest.process;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls servers that are killed at any moment. Java's own client sometimes never ends such a call,
 * in spite of the request's timeout, and its {@code close()} would wait for that call; here both
 * end.
 */
public final class BoundedClient implements AutoCloseable {

    /** After which a call without an answer is over, beyond its patience. */
    private static final Duration LATEST = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * The answer to a request.
     *
     * @throws IOException if there is none within {@code patience}
     */
    public HttpResponse<String> call(HttpRequest.Builder request, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(
                        request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(patience.plus(LATEST).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (TimeoutException failure) {
            throw new IOException("no answer", failure);
        } finally {
            answer.cancel(true);
        }
    }

    /** Breaks off whatever is under way, and waits for nothing. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
