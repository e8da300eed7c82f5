package io.hookbridge.http;

/**
 * Every code that an answer can carry in {@code error}, with the HTTP status of the answer and
 * whose move it is. Names are part of the public API. Those with status 200 stand beside {@code
 * data}, where a part of what was asked for is not done yet; nothing is refused with them.
 */
public enum ErrorCode {
    DELETE_FAILED(200, Category.OURS),
    PARTIAL_DELETE_FAILURE(200, Category.OURS),
    INVALID_REQUEST(400, Category.CALLER),
    INVALID_ENDPOINT(400, Category.CALLER),
    INVALID_HEADERS(400, Category.CALLER),
    INVALID_RETURN_URL(400, Category.CALLER),
    INVALID_SIGNATURE(400, Category.CALLER),
    INVALID_STATUS(400, Category.CONFLICT),
    ENDPOINT_BLOCKED(400, Category.CALLER),
    ENDPOINT_UNREACHABLE(400, Category.CALLER),
    EXPORT_NOT_READY(400, Category.CONFLICT),
    PAYLOAD_TOO_LARGE(400, Category.CALLER),
    UNAUTHORIZED(401, Category.CALLER),
    VERIFICATION_FAILED(401, Category.CALLER),
    FORBIDDEN(403, Category.CALLER),
    TENANT_SUSPENDED(403, Category.CONFLICT),
    NOT_FOUND(404, Category.CALLER),
    ENDPOINT_NOT_FOUND(404, Category.CALLER),
    NO_SUBSCRIPTION(404, Category.CALLER),
    METHOD_NOT_ALLOWED(405, Category.CALLER),
    CANNOT_DELETE_LAST_KEY(409, Category.CONFLICT),
    CURRENCY_MISMATCH(409, Category.CONFLICT),
    DELIVERY_IN_PROGRESS(409, Category.CONFLICT),
    DUPLICATE_URL(409, Category.CONFLICT),
    EXPORT_ACTIVE(409, Category.CONFLICT),
    FLOW_NOT_AVAILABLE(409, Category.CONFLICT),
    IDEMPOTENCY_CONFLICT(409, Category.CONFLICT),
    IDEMPOTENCY_MISMATCH(409, Category.CONFLICT),
    LOOP_DETECTED(409, Category.CONFLICT),
    MAX_SIGNING_KEYS_REACHED(409, Category.CONFLICT),
    PRESET_IN_USE(409, Category.CONFLICT),
    RETRY_IN_PROGRESS(409, Category.CONFLICT),
    SUBSCRIPTION_EXISTS(409, Category.CONFLICT),
    ENDPOINT_DELETED(410, Category.CONFLICT),
    EXPORT_EXPIRED(410, Category.CONFLICT),
    MESSAGE_DELETED(410, Category.CONFLICT),
    PAYLOAD_UNAVAILABLE(410, Category.CONFLICT),
    RETENTION_EXPIRED(410, Category.CONFLICT),
    BODY_TOO_LARGE(413, Category.CALLER),
    URI_TOO_LONG(414, Category.CALLER),
    MISDIRECTED_REQUEST(421, Category.CALLER),
    BURST_LIMIT_EXCEEDED(429, Category.LIMIT),
    RATE_LIMITED(429, Category.LIMIT),
    RATE_LIMIT_EXCEEDED(429, Category.LIMIT),
    REPLAY_LIMIT_EXCEEDED(429, Category.LIMIT),
    TOO_MANY_LISTENERS(429, Category.LIMIT),
    HEADERS_TOO_LARGE(431, Category.CALLER),
    INTERNAL_ERROR(500, Category.OURS),
    BILLING_UNAVAILABLE(503, Category.OURS),
    ENDPOINT_PAUSED(503, Category.CONFLICT),
    SERVICE_UNAVAILABLE(503, Category.OURS);

    /** Whose move it is after an error. */
    public enum Category {
        /** The caller must change the request. */
        CALLER,
        /** The request does not fit the present state. */
        CONFLICT,
        /** The caller must slow down. */
        LIMIT,
        /** The server or what it depends on failed; the same request may succeed later. */
        OURS
    }

    private final int status;
    private final Category category;

    ErrorCode(int status, Category category) {
        this.status = status;
        this.category = category;
    }

    public int status() {
        return status;
    }

    public Category category() {
        return category;
    }
}
