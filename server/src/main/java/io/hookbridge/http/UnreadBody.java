package io.hookbridge.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The body of one request as long as nobody wants it: held back, and once the request was refused
 * read and dropped. A connection that closes on unread bytes is reset, and the reset can overtake
 * the answer (RFC 9112, section 9.6); many clients see it even where it does not, because they
 * write before they read. Belongs to the loop of its connection.
 */
final class UnreadBody {

    /** A sender that goes on after this much is cut off, in bytes. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final RequestHead head;
    private final Peer peer;
    private boolean held;
    private boolean callerGone;
    private long dropped;
    private @Nullable Rest rest;

    /**
     * What is awaited once the answer was written.
     *
     * @param timer that ends the wait
     */
    private record Rest(Runnable read, Runnable cutOff, long timer) {}

    UnreadBody(Vertx vertx, HttpServerRequest request, RequestHead head, Peer peer) {
        this.vertx = vertx;
        this.request = request;
        this.head = head;
        this.peer = peer;
    }

    /** Whether some of it is still to come, or to be taken. */
    boolean isThere() {
        return head.length() != 0 && !request.isEnded();
    }

    /** Lets nothing of it come until {@link #letCome}, if there is one. */
    void hold() {
        if (head.length() == 0) {
            return;
        }
        held = true;
        request.exceptionHandler(_ -> callerGone = true);
        if (head.version() == HttpVersion.HTTP_2) {
            request.pause();
        } else {
            peer.holdBody();
        }
    }

    /** Whoever takes it is there. */
    void letCome() {
        if (!held) {
            return;
        }
        held = false;
        if (head.version() == HttpVersion.HTTP_2) {
            request.resume();
        } else {
            peer.readBody();
        }
    }

    /** Whether it will never come whole; not told to whoever takes it later. */
    boolean isCallerGone() {
        return callerGone;
    }

    /**
     * Drops what comes from now on. Over HTTP/2 before the answer is written: each piece that
     * nobody takes is kept, and may be a single byte.
     */
    void drop() {
        request.handler(bytes -> {
            dropped += bytes.length();
            cutOffIfTooLong();
        });
        request.endHandler(_ -> end(false));
        request.exceptionHandler(_ -> end(true));
        letCome();
    }

    /**
     * Bounds how long what is dropped may go on, now that the answer was written.
     *
     * @param read runs once all of it has come, or the caller is gone
     * @param cutOff runs instead when it has been too much, or too long
     */
    void await(Runnable read, Runnable cutOff) {
        if (callerGone || !isThere()) {
            read.run();
            return;
        }
        rest = new Rest(read, cutOff, vertx.setTimer(LONGEST.toMillis(), _ -> cutOff()));
        cutOffIfTooLong();
    }

    private void cutOffIfTooLong() {
        if (dropped > MAX_BYTES) {
            cutOff();
        }
    }

    private void cutOff() {
        Rest awaited = taken();
        if (awaited != null) {
            awaited.cutOff().run();
        }
    }

    private void end(boolean gone) {
        callerGone |= gone;
        Rest awaited = taken();
        if (awaited != null) {
            awaited.read().run();
        }
    }

    /** What was awaited, which is over. */
    private @Nullable Rest taken() {
        Rest awaited = rest;
        rest = null;
        if (awaited != null) {
            vertx.cancelTimer(awaited.timer());
        }
        return awaited;
    }
}
