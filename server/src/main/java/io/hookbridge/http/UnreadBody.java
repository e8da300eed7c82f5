package io.hookbridge.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;

/**
 * Reads and drops what a refused request still sends, after its answer was written. A connection
 * that closes on unread bytes is reset, and the reset can overtake the answer (RFC 9112, section
 * 9.6); many clients see it even where it does not, because they write before they read.
 */
final class UnreadBody {

    /** A sender that goes on after this much is cut off, in bytes. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Runnable read;
    private final Runnable cutOff;
    private long dropped;
    private boolean ended;

    private UnreadBody(Vertx vertx, HttpServerRequest request, Runnable read, Runnable cutOff) {
        this.vertx = vertx;
        this.request = request;
        this.read = read;
        this.cutOff = cutOff;
    }

    /**
     * @param read runs once all of it has come, or the caller is gone
     * @param cutOff runs instead when it has been too much, or too long
     */
    static void drop(Vertx vertx, HttpServerRequest request, Runnable read, Runnable cutOff) {
        new UnreadBody(vertx, request, read, cutOff).start();
    }

    private void start() {
        long timer = vertx.setTimer(LONGEST.toMillis(), _ -> end(cutOff));
        request.handler(bytes -> {
            dropped += bytes.length();
            if (dropped > MAX_BYTES) {
                vertx.cancelTimer(timer);
                end(cutOff);
            }
        });
        request.endHandler(_ -> {
            vertx.cancelTimer(timer);
            end(read);
        });
        request.exceptionHandler(_ -> {
            vertx.cancelTimer(timer);
            end(read);
        });
        request.resume();
    }

    private void end(Runnable how) {
        if (!ended) {
            ended = true;
            how.run();
        }
    }
}
