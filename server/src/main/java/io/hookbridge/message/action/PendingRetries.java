package io.hookbridge.message.action;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.LockedMessages;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.Moves;
import io.hookbridge.message.Requester;
import io.hookbridge.message.explanation.FailureKind;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings the next attempt at a message forward, or takes it off. */
public final class PendingRetries {

    private final Jdbi jdbi;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Consumer<TargetId> due;

    /**
     * @param due is told, after the commit, of the target that has a message to be delivered now
     */
    public PendingRetries(Jdbi jdbi, Uuid7 ids, InstantSource clock, Consumer<TargetId> due) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.due = due;
    }

    /**
     * A message whose next attempt is due now.
     *
     * @param paused whether it waits all the same, until its endpoint is resumed
     */
    public record Due(Message message, boolean paused) {}

    /**
     * Makes the next attempt due now; empty if the environment has no such message.
     *
     * @throws ApiError {@code INVALID_STATUS} if no retry is pending
     */
    public Optional<Due> retryNow(Requester by, MessageId id) {
        boolean[] paused = {false};
        Optional<Message> message =
                change(
                        by,
                        id,
                        "message.retried",
                        (handle, found, now) -> {
                            Moves.retryNow(handle, by.environment(), id, now);
                            CrashPoint.RETRY_MOVED.pass();
                            paused[0] = ReplayStore.isPaused(handle, found.target());
                        });
        CrashPoint.RETRY_COMMITTED.pass();
        message.map(Message::target).ifPresent(due);
        return message.map(found -> new Due(found, paused[0]));
    }

    /**
     * Gives the message up; empty if the environment has no such message.
     *
     * @throws ApiError {@code INVALID_STATUS} if no retry is pending
     */
    public Optional<Message> cancel(Requester by, MessageId id) {
        Optional<Message> message =
                change(
                        by,
                        id,
                        "message.cancelled",
                        (handle, found, now) -> {
                            String before = found.lastError();
                            Moves.giveUp(
                                    handle,
                                    List.of(new Moves.Key(by.environment(), id)),
                                    before == null
                                            ? FailureKind.CANCELLED_ON_REQUEST
                                            : FailureKind.CANCELLED_ON_REQUEST
                                                    + ", after: "
                                                    + before,
                                    now);
                            CrashPoint.CANCEL_MOVED.pass();
                        });
        CrashPoint.CANCEL_COMMITTED.pass();
        return message;
    }

    /** Something that is done to a locked message that waits for another attempt. */
    @FunctionalInterface
    private interface Change {
        void make(Handle handle, Message message, Instant now);
    }

    private Optional<Message> change(Requester by, MessageId id, String action, Change change) {
        return jdbi.inTransaction(handle -> {
            Message message = LockedMessages.lock(handle, by, List.of(id)).found().get(id);
            if (message == null) {
                return Optional.empty();
            }
            requirePending(message);
            Instant now = clock.instant();
            change.make(handle, message, now);
            AuditStore.insert(handle, by.audit(ids, now, action, id.toString(), "done", null));
            return MessageStore.find(handle, by.environment(), by.direction(), id);
        });
    }

    private static void requirePending(Message message) {
        boolean deleted = message.deletion() != null;
        if (deleted || message.status() != MessageStatus.PENDING_RETRY) {
            throw new ApiError(
                    ErrorCode.INVALID_STATUS,
                    "Message is not in pending_retry status (current: "
                            + (deleted ? "deleted" : message.status().word())
                            + ")");
        }
    }
}
