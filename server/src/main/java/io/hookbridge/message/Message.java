package io.hookbridge.message;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TargetId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A message without its payload.
 *
 * @param node in whose hands it is; null unless it is {@code DELIVERING}
 * @param finishedAt when it was delivered or given up; null while it is pending
 * @param nextAttemptAt when the next attempt may be made; null unless it is {@code PENDING_RETRY}
 * @param payloadSha256 in lower-case hexadecimal digits
 * @param payloadExpiresAt until when the payload is kept, unless the message is deleted or keeps
 *     none after its delivery
 * @param firstAttemptAt null before the first attempt, like what follows it
 * @param processingMs from taking the message up to sending it, in the last attempt
 * @param responseStatus of the last attempt; null also if that was not answered
 * @param lastError of the last attempt, or why it was given up; null if there was none
 * @param retryType {@code fast} or {@code slow}; null unless the last attempt is to be repeated
 * @param deletion null for a message that is there
 */
public record Message(
        MessageId id,
        EnvironmentId environment,
        TargetId target,
        Direction direction,
        MessageStatus status,
        @Nullable UUID node,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant nextAttemptAt,
        int attemptCount,
        int replayCount,
        String contentType,
        @Nullable String idempotencyKey,
        int sizeBytes,
        String payloadSha256,
        Instant payloadExpiresAt,
        @Nullable Instant firstAttemptAt,
        @Nullable Integer processingMs,
        @Nullable Integer responseStatus,
        @Nullable Integer responseLatencyMs,
        @Nullable String lastError,
        @Nullable String retryType,
        @Nullable Deletion deletion) {

    /**
     * That a message was deleted.
     *
     * @param byKind the {@link Actor.Kind} in lower case
     */
    public record Deletion(Instant at, String byKind, String byId) {}

    /**
     * The members of a message in JSON. Those that say nothing yet are left out, because SDKs want
     * numbers and texts where a member is.
     *
     * @param messageId the same as {@code id}, as other answers name it
     * @param endpointId only for one that was sent, like {@code createdAt}
     * @param inboundEndpointId only for one that was received, like {@code receivedAt}
     * @param sameBytesAs the first message that was signed just so; only where there is another
     * @param deletedByUserId only for one that a person deleted in the console
     * @param deletedByApiKeyId only for one that was deleted with an API key
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String id,
            String messageId,
            String projectId,
            @Nullable String endpointId,
            @Nullable String inboundEndpointId,
            String status,
            int attemptCount,
            int replayCount,
            String contentType,
            int sizeBytes,
            String payloadSha256,
            Instant payloadExpiresAt,
            @Nullable String idempotencyKey,
            @Nullable String sameBytesAs,
            @Nullable Instant nextAttemptAt,
            @Nullable String retryType,
            @Nullable String lastError,
            @Nullable Integer responseStatus,
            @Nullable Integer responseLatencyMs,
            @Nullable Instant firstAttemptAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant failedAt,
            @Nullable Integer processingMs,
            @Nullable Long queueWaitMs,
            @Nullable Long totalDeliveryMs,
            @Nullable Instant createdAt,
            @Nullable Instant receivedAt,
            Instant updatedAt,
            @Nullable Instant deletedAt,
            @Nullable String deletedByUserId,
            @Nullable String deletedByApiKeyId) {}

    /** The day (UTC) by which the payload lies, and what was answered to it. */
    public LocalDate payloadDay() {
        return PayloadStore.day(payloadExpiresAt);
    }

    /**
     * @param project the one that the message's environment is of
     */
    public View view(ProjectId project) {
        return view(project, null);
    }

    /**
     * The same of a message that may have been signed just as another one.
     *
     * @param sameBytesAs that one; null if there is none
     */
    public View view(ProjectId project, @Nullable MessageId sameBytesAs) {
        boolean sent = direction == Direction.OUTBOUND;
        return new View(
                id.toString(),
                id.toString(),
                project.toString(),
                sent ? new EndpointId(target.value()).toString() : null,
                sent ? null : target.toString(),
                status.word(),
                attemptCount,
                replayCount,
                contentType,
                sizeBytes,
                payloadSha256,
                payloadExpiresAt,
                idempotencyKey,
                sameBytesAs == null ? null : sameBytesAs.toString(),
                nextAttemptAt,
                retryType,
                lastError,
                responseStatus,
                responseLatencyMs,
                firstAttemptAt,
                finishedAs(MessageStatus.SUCCEEDED),
                finishedAs(MessageStatus.FAILED_PERMANENT),
                processingMs,
                sinceCreation(firstAttemptAt),
                sinceCreation(finishedAs(MessageStatus.SUCCEEDED)),
                sent ? createdAt : null,
                sent ? null : createdAt,
                updatedAt,
                deletion == null ? null : deletion.at(),
                deletedBy(Actor.Kind.USER),
                deletedBy(Actor.Kind.API_KEY));
    }

    private @Nullable Instant finishedAs(MessageStatus wanted) {
        return status == wanted ? finishedAt : null;
    }

    /** Never negative: the clocks of two nodes may differ. */
    private @Nullable Long sinceCreation(@Nullable Instant moment) {
        return moment == null ? null : Math.max(0, Duration.between(createdAt, moment).toMillis());
    }

    private @Nullable String deletedBy(Actor.Kind kind) {
        return deletion != null && deletion.byKind().equals(kind.word()) ? deletion.byId() : null;
    }
}
