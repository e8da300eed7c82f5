package io.hookbridge.billing.stripe.wire;

import com.stripe.Stripe;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;

import io.hookbridge.base.Ticker;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Carries the SDK's requests over the JDK's HTTP client: no redirects, a time limit for each try
 * and one for the whole operation, answers of at most one mebibyte, and nothing but a JSON object
 * passed on. Made anew for each operation; the connections are shared through {@code wire}. An
 * interrupt of the calling thread ends the request at once.
 *
 * <p>The JDK's client repeats a GET by itself, though never a POST, if a connection that was kept
 * open ends before the answer begins; such a repetition is part of the try that made it.
 */
public final class StripeTransport extends HttpClient {

    private static final long LARGEST_ANSWER = 1 << 20;

    static {
        // Telemetry would time our requests and write an identifier into the home folder.
        Stripe.enableTelemetry = false;
    }

    private final java.net.http.HttpClient wire;
    private final Deadline deadline;
    private final Duration attemptTimeout;
    private final RetryRule retries;
    private final Supplier<Duration> turn;
    private final AttemptListener listener;

    /**
     * @param turn takes the next place in the line of requests, and says how long until it comes
     */
    public StripeTransport(
            java.net.http.HttpClient wire,
            Deadline deadline,
            Duration attemptTimeout,
            RetryRule retries,
            Supplier<Duration> turn,
            AttemptListener listener) {
        this.wire = wire;
        this.deadline = deadline;
        this.attemptTimeout = attemptTimeout;
        this.retries = retries;
        this.turn = turn;
        this.listener = listener;
    }

    /** The shared HTTP client, as every transport needs it. */
    public static java.net.http.HttpClient newWire(Duration connectTimeout) {
        return java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * Sends the request, again if need be: with the idempotency key it came with, and with another
     * one after an answer that only repeats how an earlier request failed.
     *
     * @throws TransportFailure if no JSON object came back in time
     */
    @Override
    public StripeResponse request(StripeRequest request) throws TransportFailure {
        HttpRequest next = plain(request);
        for (int tries = 1; ; tries++) {
            awaitTurn();
            Tried tried = attempt(next, tries);
            Optional<Duration> pause =
                    retries.pauseAfter(
                            tries,
                            tried.outcome(),
                            tried.advice(),
                            tried.isReplayedFailure(),
                            ThreadLocalRandom.current().nextDouble());
            if (pause.isEmpty()) {
                return tried.result();
            }
            if (pause.get().compareTo(deadline.remaining()) >= 0) {
                return tried.resultAtDeadline();
            }
            sleep(pause.get());
            if (tried.isReplayedFailure()) {
                next = withAnotherKey(next);
            }
        }
    }

    private static HttpRequest withAnotherKey(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .setHeader("Idempotency-Key", UUID.randomUUID().toString())
                .build();
    }

    private void awaitTurn() throws TransportFailure {
        Duration wait = turn.get();
        if (wait.isPositive()) {
            if (wait.compareTo(deadline.remaining()) >= 0) {
                throw new TransportFailure(TransportFailure.Reason.DEADLINE);
            }
            sleep(wait);
        }
    }

    private Tried attempt(HttpRequest request, int number) {
        Ticker ticker = deadline.ticker();
        long start = ticker.nanos();
        Tried tried = exchange(request);
        listener.attempted(
                new Attempt(number, tried.outcome(), Duration.ofNanos(ticker.nanos() - start)));
        return tried;
    }

    private Tried exchange(HttpRequest request) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            return Tried.timedOut(TransportFailure.Reason.DEADLINE);
        }
        boolean last = left.compareTo(attemptTimeout) <= 0;
        CompletableFuture<HttpResponse<byte[]>> answer =
                wire.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return Tried.of(
                    answer.get((last ? left : attemptTimeout).toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Tried.timedOut(
                    last ? TransportFailure.Reason.DEADLINE : TransportFailure.Reason.TIMED_OUT);
        } catch (InterruptedException gone) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Tried.interrupted();
        } catch (ExecutionException broken) {
            return broken.getCause() instanceof HttpTimeoutException
                    ? Tried.timedOut(TransportFailure.Reason.TIMED_OUT)
                    : Tried.unreached();
        }
    }

    private static void sleep(Duration pause) throws TransportFailure {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            throw new TransportFailure(TransportFailure.Reason.INTERRUPTED);
        }
    }

    private static HttpRequest plain(StripeRequest request) {
        HttpRequest.Builder plain = HttpRequest.newBuilder(URI.create(request.url().toString()));
        request.headers()
                .map()
                .forEach((name, values) -> plain.setHeader(name, String.join(",", values)));
        // Our own, because the SDK's adds what it finds in the environment.
        plain.setHeader("User-Agent", "HookBridge Stripe/v1 JavaBindings/" + Stripe.VERSION);
        HttpContent content = request.content();
        if (content != null) {
            plain.setHeader("Content-Type", content.contentType());
        }
        return plain.method(
                        request.method().name(),
                        content == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(content.byteArrayContent()))
                .build();
    }
}
