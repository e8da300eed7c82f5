package io.hookbridge.message.action;

import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.action.ReplayOutcome.Refused;
import io.hookbridge.message.action.ReplayOutcome.UnderWay;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether a message may be replayed. Pure.
 *
 * @param among the states it may be in; a message in another one is refused
 * @param limited whether the limit of {@link #MOST} holds
 */
public record ReplayRule(Set<MessageStatus> among, boolean limited) {

    /** How often a message may be replayed; only dead letters more often. */
    static final int MOST = 10;

    static final ReplayRule ANY = new ReplayRule(Set.of(MessageStatus.values()), true);
    static final ReplayRule DEAD_LETTER =
            new ReplayRule(Set.of(MessageStatus.FAILED_PERMANENT), false);

    /** What is left of a message besides its row. */
    record Remains(boolean payload, boolean endpoint) {

        static final Remains NOTHING = new Remains(false, false);
    }

    /**
     * Why not, as far as the message itself tells; empty if nothing speaks against it.
     *
     * @param now by the clock of the database
     */
    Optional<ReplayOutcome> objection(Message message, Instant now) {
        if (message.deletion() != null) {
            return refused(ErrorCode.PAYLOAD_UNAVAILABLE, "the message was deleted");
        }
        return switch (message.status()) {
            case QUEUED, PAUSED ->
                    Optional.of(
                            new UnderWay(
                                    ErrorCode.DELIVERY_IN_PROGRESS,
                                    "the message is queued for delivery already"));
            case DELIVERING ->
                    Optional.of(
                            new UnderWay(
                                    ErrorCode.DELIVERY_IN_PROGRESS,
                                    "the message is being delivered now"));
            case PENDING_RETRY ->
                    "fast".equals(message.retryType())
                            ? Optional.of(
                                    new UnderWay(
                                            ErrorCode.RETRY_IN_PROGRESS,
                                            "the receiver asked for less traffic, and the message is"
                                                    + " tried again within minutes"))
                            : limits(message, now);
            case SUCCEEDED, FAILED_PERMANENT -> limits(message, now);
        };
    }

    private Optional<ReplayOutcome> limits(Message message, Instant now) {
        if (!among.contains(message.status())) {
            return among.equals(DEAD_LETTER.among)
                    ? refused(
                            ErrorCode.INVALID_REQUEST,
                            "message is not in DLQ (must have failed_permanent status)")
                    : refused(
                            ErrorCode.INVALID_STATUS, "the message is not in that status any more");
        }
        if (limited && message.replayCount() >= MOST) {
            return refused(
                    ErrorCode.REPLAY_LIMIT_EXCEEDED,
                    "the message was replayed "
                            + MOST
                            + " times already; only a dead letter can be replayed more often");
        }
        return message.payloadExpiresAt().isAfter(now)
                ? Optional.empty()
                : refused(
                        ErrorCode.RETENTION_EXPIRED,
                        "the time for which the payload is kept is over");
    }

    /** Why not, for what is left of a message that raised no objection. */
    static Optional<ReplayOutcome> objection(Remains remains) {
        if (!remains.payload()) {
            return refused(
                    ErrorCode.PAYLOAD_UNAVAILABLE, "the payload was removed after the delivery");
        }
        return remains.endpoint()
                ? Optional.empty()
                : refused(ErrorCode.ENDPOINT_NOT_FOUND, "the endpoint of the message was deleted");
    }

    private static Optional<ReplayOutcome> refused(ErrorCode code, String sentence) {
        return Optional.of(new Refused(code, sentence));
    }
}
