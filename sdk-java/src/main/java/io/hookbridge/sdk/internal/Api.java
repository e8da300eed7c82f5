package io.hookbridge.sdk.internal;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.NoAnswerException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to one server with one API key, again where that helps and does no harm.
 *
 * @param server its address, without a slash at the end
 * @param key what every request carries
 * @param http what sends them
 * @param timeout how long one attempt may take
 * @param rule when a request is sent again
 * @param pause waits before that
 */
public record Api(
        URI server, String key, HttpClient http, Duration timeout, RetryRule rule, Pause pause) {

    /** The version of this client. */
    public static final String VERSION = "0.1.0";

    private static final int LOWEST_REDIRECT = 300;
    private static final int LOWEST_CLIENT_ERROR = 400;

    private static final String USER_AGENT = "hookbridge-java/" + VERSION;

    /**
     * Begins a request.
     *
     * @param path as {@code docs/openapi.yaml} has it, with names in braces
     * @param ids what stands in the place of these names, one after the other
     * @return the request
     */
    public Call get(String path, Object... ids) {
        return new Call(this, "GET", Paths.filled(path, ids)).repeatable();
    }

    /**
     * Begins a request that is not sent again once it may have been done.
     *
     * @param path as {@code docs/openapi.yaml} has it
     * @param ids what stands in the place of its names
     * @return the request
     */
    public Call post(String path, Object... ids) {
        return new Call(this, "POST", Paths.filled(path, ids));
    }

    /**
     * Begins a request.
     *
     * @param path as {@code docs/openapi.yaml} has it
     * @param ids what stands in the place of its names
     * @return the request
     */
    public Call put(String path, Object... ids) {
        return new Call(this, "PUT", Paths.filled(path, ids)).repeatable();
    }

    /**
     * Begins a request that is not sent again once it may have been done, because its answer can
     * hold a new secret.
     *
     * @param path as {@code docs/openapi.yaml} has it
     * @param ids what stands in the place of its names
     * @return the request
     */
    public Call patch(String path, Object... ids) {
        return new Call(this, "PATCH", Paths.filled(path, ids));
    }

    /**
     * Begins a request that is not sent again once it may have been done, because it would then be
     * answered as if there had never been anything.
     *
     * @param path as {@code docs/openapi.yaml} has it
     * @param ids what stands in the place of its names
     * @return the request
     */
    public Call delete(String path, Object... ids) {
        return new Call(this, "DELETE", Paths.filled(path, ids));
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Api[" + server + "]";
    }

    HttpRequest.Builder requestTo(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(server + pathAndQuery))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, */*;q=0.5")
                .header("User-Agent", USER_AGENT);
    }

    /**
     * Sends a request until it is answered with success, or fails for good. A redirect is no
     * success: what was asked for has not been done.
     *
     * @param longer beyond the timeout, because the server holds the answer back
     */
    <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> handler, boolean repeatable, Duration longer) {
        return send(request, handler, repeatable, longer, LOWEST_REDIRECT);
    }

    /** The same for a request whose answer is a redirect. */
    HttpResponse<byte[]> sendForRedirect(HttpRequest request, boolean repeatable) {
        return send(
                request,
                BodyHandlers.ofByteArray(),
                repeatable,
                Duration.ZERO,
                LOWEST_CLIENT_ERROR);
    }

    /**
     * @param lowestFailure answers with this status and above are failures
     */
    private <T> HttpResponse<T> send(
            HttpRequest request,
            BodyHandler<T> handler,
            boolean repeatable,
            Duration longer,
            int lowestFailure) {
        for (int attempt = 1; ; attempt++) {
            HookBridgeException failure;
            try {
                HttpResponse<T> response = once(request, handler, timeout.plus(longer));
                if (response.statusCode() < lowestFailure) {
                    return response;
                }
                failure = Refusals.of(response);
            } catch (NoAnswerException noAnswer) {
                failure = noAnswer;
            }
            Optional<Duration> wait = rule.waitAfter(attempt, failure, repeatable);
            if (wait.isEmpty()) {
                throw failure;
            }
            waitFor(wait.get(), failure);
        }
    }

    private void waitFor(Duration time, HookBridgeException failure) {
        try {
            pause.waitFor(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private <T> HttpResponse<T> once(HttpRequest request, BodyHandler<T> handler, Duration atMost) {
        // The timeout of the JDK's client ends with the head of an answer; this one is for all.
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new NoAnswerException("no complete answer within " + atMost, true, late);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswerException("interrupted while waiting for an answer", true, null);
        } catch (ExecutionException failed) {
            throw noAnswer(failed.getCause());
        }
    }

    private static NoAnswerException noAnswer(@Nullable Throwable cause) {
        boolean neverSent =
                cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        String what =
                neverSent
                        ? "no connection to the server"
                        : cause instanceof IOException
                                ? "the connection ended before an answer"
                                : "the request could not be sent";
        return new NoAnswerException(what, !neverSent, cause);
    }
}
