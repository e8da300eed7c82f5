package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

/**
 * One operation: a method, a URI template (RFC 6570 level 1 variables, each one path segment) and
 * what answers it.
 *
 * @param needs the permission a caller must have, or null when the operation is public
 * @param session whether a console session may make the call instead of an API key
 * @param maxBodyBytes the longest request body that is read; a longer one is refused with {@code
 *     PAYLOAD_TOO_LARGE}
 * @param refusals how a refusal is written
 */
public record Route(
        String method,
        String template,
        @Nullable Permission needs,
        boolean session,
        int maxBodyBytes,
        Refusals refusals,
        Handler handler) {

    /** The template of a route for whatever no other route is for; its method does not matter. */
    static final String EVERYTHING = "**";

    /** The body limit of operations that carry no payload: 64 KiB. */
    public static final int SMALL_BODY = 64 * 1024;

    /** Answers calls of one route. May block. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Call call);
    }

    /** Writes the refusals of one route: the error envelope, or a page for a person. */
    @FunctionalInterface
    public interface Refusals {
        Answer answer(ApiError error, String requestId);
    }

    /** An operation that only callers with {@code needs} may use. */
    public static Route api(String method, String template, Permission needs, Handler handler) {
        return new Route(method, template, needs, false, SMALL_BODY, Envelope::error, handler);
    }

    /** An operation that anybody may use; its handler decides on its own what to trust. */
    public static Route open(String method, String template, Handler handler) {
        return new Route(method, template, null, false, SMALL_BODY, Envelope::error, handler);
    }

    /** Answers every method and path that no other route of the table answers. */
    public static Route everything(Handler handler) {
        return open(EVERYTHING, EVERYTHING, handler);
    }

    /** The same operation, also for a person who is signed in to the console. */
    public Route orSession() {
        return new Route(method, template, needs, true, maxBodyBytes, refusals, handler);
    }

    /** The same operation with another limit for the request body. */
    public Route taking(int newMaxBodyBytes) {
        return new Route(method, template, needs, session, newMaxBodyBytes, refusals, handler);
    }

    /** The same operation with refusals in another form. */
    public Route refusing(Refusals newRefusals) {
        return new Route(method, template, needs, session, maxBodyBytes, newRefusals, handler);
    }
}
