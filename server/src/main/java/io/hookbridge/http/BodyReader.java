package io.hookbridge.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads one body on the loop, no faster than it comes and no slower than its pace. Ends once: with
 * the whole body, with a refusal, because the caller is gone, or by a fault.
 */
final class BodyReader {

    /** Vert.x gives timers numbers from 0 on. */
    private static final long NO_TIMER = -1;

    /** What comes of it. */
    interface Outcome {

        void whole(byte[] body);

        void refused(ApiError refusal);

        void gone();

        /** It could not be read on, by a fault of ours. */
        void failed(Throwable why);
    }

    /**
     * @param limit in bytes
     * @param tooLong makes the refusal of a longer body
     * @param length as it was declared; -1 if it was not
     * @param share that has {@link InFlight#REQUEST_BYTES} and a declared length by now, and of
     *     which an undeclared one is taken as it comes
     * @param nanos a clock that goes on
     */
    record Terms(
            int limit,
            Supplier<ApiError> tooLong,
            long length,
            InFlight.Share share,
            Pace pace,
            LongSupplier nanos) {}

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Terms terms;
    private final Outcome outcome;
    private byte[] body;
    private int received;
    private long begunNanos;
    private long timer = NO_TIMER;
    private boolean ended;

    BodyReader(Vertx vertx, HttpServerRequest request, Terms terms, Outcome outcome) {
        this.vertx = vertx;
        this.request = request;
        this.terms = terms;
        this.outcome = outcome;
        this.body =
                new byte
                        [(int)
                                Math.min(
                                        InFlight.REQUEST_BYTES,
                                        terms.length() < 0 ? terms.limit() : terms.length())];
    }

    /**
     * Begins to take what comes.
     *
     * @param whole whether all of it is here, so that nobody has to be waited for
     */
    void start(boolean whole) {
        request.handler(bytes -> {
            try {
                take(bytes);
            } catch (Throwable failure) {
                // What comes after a piece that was lost is not its body.
                end(it -> it.failed(failure));
            }
        });
        request.endHandler(_ ->
                end(it ->
                        it.whole(body.length == received ? body : Arrays.copyOf(body, received))));
        request.exceptionHandler(_ -> end(Outcome::gone));
        if (!whole) {
            begunNanos = terms.nanos().getAsLong();
            waitFor(terms.pace().nanos(0));
        }
    }

    /** A server that is being stopped waits for no body; the caller has made no mistake then. */
    void giveUp() {
        end(it -> it.refused(late()));
    }

    /** Nobody waits for what comes of it any more. */
    void stop() {
        end(_ -> {});
    }

    /** What comes is no body. */
    void refuse() {
        end(it -> it.refused(HeadGrammar.invalid()));
    }

    static ApiError tooLarge(int limit) {
        return new ApiError(
                ErrorCode.PAYLOAD_TOO_LARGE, "the request body has more than " + limit + " bytes");
    }

    /** The refusal of bytes for which there is no room. */
    static ApiError noRoom(InFlight.Verdict verdict) {
        ApiError refusal =
                verdict == InFlight.Verdict.CALLERS_SHARE_USED
                        ? new ApiError(
                                ErrorCode.RATE_LIMITED,
                                "too many bytes of requests are on their way at once, send fewer in parallel")
                        : new ApiError(
                                ErrorCode.SERVICE_UNAVAILABLE,
                                "the server has no room for the request at the moment, send the request again");
        return refusal.retryAfter(Duration.ofSeconds(1));
    }

    private static ApiError late() {
        return new ApiError(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "the request body did not come in time, send the request again")
                .retryAfter(Duration.ofSeconds(1));
    }

    private void take(Buffer bytes) {
        if (ended) {
            return;
        }
        int length = bytes.length();
        if (received + length > terms.limit()) {
            end(it -> it.refused(terms.tooLong().get()));
            return;
        }
        if (terms.length() < 0) {
            InFlight.Verdict verdict = terms.share().take(length);
            if (verdict != InFlight.Verdict.TAKEN) {
                end(it -> it.refused(noRoom(verdict)));
                return;
            }
        }
        if (received + length > body.length) {
            long most = terms.length() < 0 ? terms.limit() : terms.length();
            body =
                    Arrays.copyOf(
                            body,
                            (int) Math.min(most, Math.max(received + length, 2L * body.length)));
        }
        bytes.getBytes(body, received);
        received += length;
    }

    private void waitFor(long nanos) {
        timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), _ -> checkPace());
    }

    private void checkPace() {
        long left = terms.pace().nanos(received) - (terms.nanos().getAsLong() - begunNanos);
        if (left <= 0) {
            end(it -> it.refused(late()));
        } else {
            waitFor(left);
        }
    }

    private void end(Consumer<Outcome> how) {
        if (!ended) {
            ended = true;
            if (timer != NO_TIMER) {
                vertx.cancelTimer(timer);
            }
            how.accept(outcome);
        }
    }
}
