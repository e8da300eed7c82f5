package io.hookbridge.inbound.receive;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/** Why a request was not let in. */
public enum RejectionReason {
    ENDPOINT_NOT_FOUND(ErrorCode.NOT_FOUND, "there is no such path"),
    ENDPOINT_DELETED(ErrorCode.ENDPOINT_DELETED, "the endpoint was deleted"),
    /** Looks like an unknown endpoint, so that nobody learns which there are. */
    INVALID_SECRET(ErrorCode.NOT_FOUND, "there is no such path"),
    STATIC_TOKEN_FAILED(ErrorCode.VERIFICATION_FAILED, "the request is not verified"),
    HMAC_FAILED(ErrorCode.VERIFICATION_FAILED, "the request is not verified"),
    IP_NOT_ALLOWED(ErrorCode.FORBIDDEN, "the endpoint does not take requests from this address"),
    PAYLOAD_TOO_LARGE(ErrorCode.BODY_TOO_LARGE, "the body is longer than the endpoint takes"),
    ENDPOINT_PAUSED(ErrorCode.ENDPOINT_PAUSED, "the endpoint takes nothing now, try again later"),
    LOOP_DETECTED(ErrorCode.LOOP_DETECTED, "the request was forwarded by this server too often"),
    INVALID_METHOD(ErrorCode.METHOD_NOT_ALLOWED, "the endpoint takes no events by this method"),
    /** Nothing can be said of it now. */
    UNDECIDED(
            ErrorCode.SERVICE_UNAVAILABLE,
            "the request cannot be verified at the moment, send it again"),
    /** Not refused: it was no event, and stands in the same list because it became no message. */
    HANDSHAKE_ANSWERED(null, ""),
    /**
     * Not refused either: it was taken for the event that came before under the same id, and
     * answered so, although its body is another one.
     */
    DUPLICATE_DIFFERS(null, "");

    private static final Duration WHILE_PAUSED = Duration.ofMinutes(5);
    private static final Duration WHILE_UNDECIDED = Duration.ofMinutes(1);

    private final @Nullable ErrorCode code;
    private final String sentence;

    RejectionReason(@Nullable ErrorCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Whether the sender was told that the request is not taken. */
    public boolean isRefusal() {
        return code != null;
    }

    /** The word in SQL and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the sender is told, which is less than the owner of the endpoint is.
     *
     * @throws IllegalStateException of what is not refused
     */
    ApiError refusal() {
        if (code == null) {
            throw new IllegalStateException(this + " is no refusal");
        }
        ApiError refusal = new ApiError(code, sentence);
        if (this == ENDPOINT_PAUSED) {
            return refusal.retryAfter(WHILE_PAUSED);
        }
        return this == UNDECIDED ? refusal.retryAfter(WHILE_UNDECIDED) : refusal;
    }
}
