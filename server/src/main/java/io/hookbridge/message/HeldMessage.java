package io.hookbridge.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;

/**
 * A message in the hands of a node, where it waits for its next attempt or is under way. If the
 * node accepted it and nothing was written about it since, it has no row in the queue.
 *
 * @param node that holds it; null for one that goes into the queue at once
 * @param contentType of the payload
 * @param idempotencyKey null for none
 * @param sizeBytes of the payload
 * @param sha256 of the payload
 * @param payload as it was sent; null if it is gone
 * @param head null if it cannot be opened
 * @param fence what the row in the queue must still say for an attempt to count; {@link #UNDER_WAY}
 *     if there is none
 * @param attempts made so far
 * @param attemptsBefore those of them before the last replay
 * @param firstAttemptAt null before it
 * @param retrying whether callers saw it as pending_retry before it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HeldMessage(
        @Nullable UUID node,
        EnvironmentId environment,
        TargetId target,
        MessageId id,
        Instant createdAt,
        Direction direction,
        String contentType,
        @Nullable String idempotencyKey,
        int sizeBytes,
        byte[] sha256,
        byte @Nullable [] payload,
        @Nullable MessageHead head,
        Instant payloadExpiresAt,
        boolean keepPayload,
        int fence,
        int attempts,
        int attemptsBefore,
        int replays,
        @Nullable Instant firstAttemptAt,
        boolean retrying) {

    /** The fence of a message that its node has held since it accepted it. */
    public static final int UNDER_WAY = 0;

    /** What is around a payload in the memory of its holder, in bytes. */
    static final int AROUND = 1024;

    /** How much memory it takes, in bytes. */
    public int bytes() {
        return bytes(payload == null ? 0 : payload.length, head == null ? MessageHead.NONE : head);
    }

    /**
     * How much memory a message takes.
     *
     * @param payload its length
     */
    public static int bytes(int payload, MessageHead head) {
        return AROUND + payload + head.bytes();
    }

    /** The number of the attempt that is made next, from 1 over the message's whole life. */
    public int nextAttempt() {
        return attempts + 1;
    }

    /** The same within the present run of the schedule. */
    public int nextAttemptOfRun() {
        return attempts - attemptsBefore + 1;
    }

    /** The day (UTC) by which the payload lies. */
    public LocalDate payloadDay() {
        return LocalDate.ofInstant(payloadExpiresAt, ZoneOffset.UTC);
    }

    /** Whether its node has held it since it accepted it, so that it has no row in the queue. */
    public boolean isUnderWay() {
        return fence == UNDER_WAY;
    }

    /** The same message with its payload, which was read apart. */
    public HeldMessage with(byte[] newPayload, @Nullable MessageHead newHead) {
        return new HeldMessage(
                node,
                environment,
                target,
                id,
                createdAt,
                direction,
                contentType,
                idempotencyKey,
                sizeBytes,
                sha256,
                newPayload,
                newHead,
                payloadExpiresAt,
                keepPayload,
                fence,
                attempts,
                attemptsBefore,
                replays,
                firstAttemptAt,
                retrying);
    }

    /**
     * The node that holds it.
     *
     * @throws NullPointerException if none does
     */
    public UUID holder() {
        return Objects.requireNonNull(node);
    }

    /** By which it is found. */
    public Moves.Key key() {
        return new Moves.Key(environment, id);
    }
}
