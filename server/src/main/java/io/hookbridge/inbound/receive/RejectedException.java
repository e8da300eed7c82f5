package io.hookbridge.inbound.receive;

import org.jspecify.annotations.Nullable;

/** A request is not let in. */
final class RejectedException extends RuntimeException {

    private final RejectionReason reason;
    private final @Nullable String detail;

    RejectedException(RejectionReason reason, @Nullable String detail) {
        super(reason.word(), null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    RejectionReason reason() {
        return reason;
    }

    /** For the owner of the endpoint; repeats nothing of the request. */
    @Nullable String detail() {
        return detail;
    }
}
