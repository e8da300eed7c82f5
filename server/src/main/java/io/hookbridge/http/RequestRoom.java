package io.hookbridge.http;

import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * What one request holds of the memory for requests, and how long its body may be. Belongs to the
 * loop of its connection.
 */
final class RequestRoom {

    private final InFlight inFlight;
    private final RequestFacts facts;
    private int limit;
    private Supplier<ApiError> tooLong = () -> BodyReader.tooLarge(limit);
    private InFlight.@Nullable Share share;

    RequestRoom(InFlight inFlight, RequestFacts facts) {
        this.inFlight = inFlight;
        this.facts = facts;
    }

    /**
     * Takes what is needed before anything is known of the caller.
     *
     * @param measured whether a {@link BodyLimit} follows, and the room for the body is taken then
     * @throws ApiError if the body is too long, or there is no room
     */
    void take(Route route, boolean measured) {
        RequestHead head = facts.head();
        limit = route.maxBodyBytes();
        if (!measured && head.length() > limit) {
            throw tooLong.get();
        }
        if (head.length() == 0 && head.version() != HttpVersion.HTTP_2) {
            return; // A connection has one such head, and connections have bounds of their own.
        }
        takeFor(inFlight.share(facts), measured ? 0 : head.length());
    }

    /**
     * Takes what the body needs.
     *
     * @throws ApiError if it is too long, or there is no room
     */
    void take(BodyLimit measure) {
        limit = measure.bytes();
        tooLong = measure.tooLong();
        if (facts.head().length() > limit) {
            throw tooLong.get();
        }
        release();
        takeFor(inFlight.share(facts.address(), measure.receiver()), facts.head().length());
    }

    /**
     * @param body its length, -1 if it was not declared
     */
    private void takeFor(InFlight.Share newShare, long body) {
        share = newShare;
        InFlight.Verdict verdict =
                newShare.take(InFlight.REQUEST_BYTES + facts.head().bytes() + Math.max(0, body));
        if (verdict != InFlight.Verdict.TAKEN) {
            throw BodyReader.noRoom(verdict);
        }
    }

    /**
     * What a body is read by.
     *
     * @throws IllegalStateException if no room was taken
     */
    BodyReader.Terms terms(Listener listener) {
        if (share == null) {
            throw new IllegalStateException("no room was taken");
        }
        return new BodyReader.Terms(
                limit,
                tooLong,
                facts.head().length(),
                share,
                listener.bounds().arriving(),
                listener.log()::nanos);
    }

    /** Gives all of it back. Twice is harmless. */
    void release() {
        if (share != null) {
            share.release();
        }
    }
}
