package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * A refusal on its way to the caller. Thrown by handlers; the dispatcher writes it as the error
 * envelope.
 *
 * <p>The message is a sentence the caller can act on. It never repeats what the caller sent and
 * never names a secret.
 */
public final class ApiError extends RuntimeException {

    private final ErrorCode code;
    private final Map<String, Object> details;
    private final @Nullable Duration retryAfter;
    private final @Nullable String allow;

    public ApiError(ErrorCode code, String message) {
        this(code, message, Map.of(), null, null);
    }

    private ApiError(
            ErrorCode code,
            String message,
            Map<String, Object> details,
            @Nullable Duration retryAfter,
            @Nullable String allow) {
        // No stack trace: an expected refusal is no place to look at, and making one costs more
        // than the answer.
        super(message, null, false, false);
        this.code = code;
        this.details = details;
        this.retryAfter = retryAfter;
        this.allow = allow;
    }

    public static ApiError invalidRequest(String message) {
        return new ApiError(ErrorCode.INVALID_REQUEST, message);
    }

    public static ApiError notFound(String message) {
        return new ApiError(ErrorCode.NOT_FOUND, message);
    }

    /** The same refusal with {@code error.details}. */
    public ApiError with(Map<String, Object> newDetails) {
        return new ApiError(code, message(), newDetails, retryAfter, allow);
    }

    /**
     * The same refusal with a {@code Retry-After} header: whole seconds, rounded up, at least 1.
     */
    public ApiError retryAfter(Duration delay) {
        return new ApiError(code, message(), details, delay, allow);
    }

    /** The same refusal with an {@code Allow} header. */
    public ApiError allowing(String methods) {
        return new ApiError(code, message(), details, retryAfter, methods);
    }

    public ErrorCode code() {
        return code;
    }

    /** The sentence for the caller; never null. */
    public String message() {
        return String.valueOf(getMessage());
    }

    Map<String, Object> details() {
        return details;
    }

    @Nullable Duration retryAfter() {
        return retryAfter;
    }

    @Nullable String allow() {
        return allow;
    }
}
