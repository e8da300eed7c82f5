package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The server answered that it will not do what was asked for. */
public final class RefusedException extends HookBridgeException {

    private static final long serialVersionUID = 1;

    /** The HTTP status. */
    private final int status;

    /** What is wrong, for programs. */
    private final String code;

    /** Finds the request in the server's log. */
    private final String requestId;

    /** Not serialized, because any JSON can be in it. */
    private final transient Map<String, @Nullable Object> details;

    /** How long to wait; {@code null} if that does not help. */
    private final @Nullable Duration retryAfter;

    /**
     * Tells what was answered.
     *
     * @param status the HTTP status
     * @param error what is wrong
     * @param requestId empty if the answer has none
     * @param retryAfter {@code null} if the server does not say that waiting helps
     */
    public RefusedException(
            int status, ErrorBody error, String requestId, @Nullable Duration retryAfter) {
        super(
                error.message()
                        + " ("
                        + status
                        + (error.code().isEmpty() ? "" : " " + error.code())
                        + (requestId.isEmpty() ? "" : ", request " + requestId)
                        + ")",
                null);
        this.status = status;
        this.code = error.code();
        this.requestId = requestId;
        this.details = error.details();
        this.retryAfter = retryAfter;
    }

    /**
     * The HTTP status.
     *
     * @return 300 to 599
     */
    public int status() {
        return status;
    }

    /**
     * What is wrong, for programs, such as {@code IDEMPOTENCY_MISMATCH}.
     *
     * @return a word of {@code docs/errors.md}; empty if something in front of the server answered
     */
    public String code() {
        return code;
    }

    /**
     * What finds the request in the server's log.
     *
     * @return empty if something in front of the server answered
     */
    public String requestId() {
        return requestId;
    }

    /**
     * More about the error, such as {@code limit}, {@code reason} or {@code required_permission}.
     *
     * @return empty if there is nothing more to say, or after serialization
     */
    @SuppressWarnings("ConstantValue") // A transient field is null after serialization.
    public Map<String, @Nullable Object> details() {
        return details == null ? Map.of() : details;
    }

    /**
     * How long to wait at least before the request is sent again.
     *
     * @return nothing if waiting does not help, or nobody knows
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    public Remedy remedy() {
        if (retryAfter != null || code.equals("IDEMPOTENCY_CONFLICT")) {
            return Remedy.TRY_LATER;
        }
        return switch (status) {
            case 401 -> Remedy.CHECK_THE_KEY;
            case 403 -> Remedy.ASK_FOR_MORE;
            case 409, 410, 429 -> Remedy.LOOK_AGAIN;
            case 502, 503, 504 -> Remedy.TRY_LATER;
            default -> status < 500 ? Remedy.CORRECT_THE_REQUEST : Remedy.REPORT;
        };
    }
}
