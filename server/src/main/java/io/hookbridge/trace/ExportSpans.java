package io.hookbridge.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends spans to a collector of OpenTelemetry, many at a time. What it does not take is lost and
 * counted: nothing else ever waits for it. Safe for use by many threads.
 */
public final class ExportSpans implements AutoCloseable {

    /** How often {@link #step} should run. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final int MOST_WAITING = 16_384;
    private static final int MOST_AT_ONCE = 1_024;

    /** In a step. */
    private static final int MOST_REQUESTS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI collector;
    private final Map<String, Object> resource;
    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Counter sent;
    private final Counter lost;

    /**
     * @param collector its address without a path, such as {@code http://127.0.0.1:4318}
     * @param resource what is said of this server, by OpenTelemetry's names
     */
    public ExportSpans(URI collector, Map<String, Object> resource, MeterRegistry meters) {
        this.collector = collector.resolve("/v1/traces");
        this.resource = resource;
        this.sent = counter(meters, "sent");
        this.lost = counter(meters, "lost");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("hookbridge.trace.spans")
                .description("Spans by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Has it sent with the next ones; waits for nothing. */
    public void add(Span span) {
        if (!waiting.offer(span)) {
            lost.increment();
        }
    }

    /**
     * Sends what waits, as far as a few requests hold it: a stop waits for one step.
     *
     * @throws IllegalStateException if the collector does not take it
     */
    public void step() {
        int requests = 0;
        while (requests < MOST_REQUESTS && sendSome()) {
            requests++;
        }
    }

    /**
     * Sends some of what waits; false if none does.
     *
     * @throws IllegalStateException if the collector does not take it
     */
    private boolean sendSome() {
        List<Span> batch = new ArrayList<>();
        if (waiting.drainTo(batch, MOST_AT_ONCE) == 0) {
            return false;
        }
        try {
            send(batch);
            return true;
        } catch (IOException failure) {
            lost.increment(batch.size());
            throw new IllegalStateException("the collector of traces does not answer", failure);
        }
    }

    /** Sends some of what waits, once more, and loses the rest. */
    public void sendLast() {
        var _ = sendSome();
        lost.increment(waiting.size());
    }

    private void send(List<Span> batch) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(collector)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpJson.of(resource, batch)))
                        .build();
        // The timeout of a request ends with the head of its answer.
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode();
            if (status / 100 != 2) {
                throw new IOException("it answered " + status);
            }
            sent.increment(batch.size());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException(failure);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
