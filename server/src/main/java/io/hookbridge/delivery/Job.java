package io.hookbridge.delivery;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.NewMessage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A message in this node's hands, waiting for its next attempt or under way.
 *
 * @param payloadId where its payload lies
 * @param payload as it was sent; null if it is gone
 * @param headers of the send request; null if they cannot be opened
 * @param fence what the row must still say for a result to count
 * @param attempts made so far
 * @param attemptsBefore those of them before the last replay
 * @param retrying whether callers saw it as pending_retry before it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Job(
        EnvironmentId environment,
        EndpointId endpoint,
        MessageId id,
        UUID payloadId,
        Instant createdAt,
        byte @Nullable [] payload,
        @Nullable Map<String, String> headers,
        Instant payloadExpiresAt,
        boolean keepPayload,
        int fence,
        int attempts,
        int attemptsBefore,
        boolean retrying,
        @Nullable Instant firstAttemptAt) {

    /** A message that has just been accepted. */
    static Job first(NewMessage message) {
        return new Job(
                message.environment(),
                message.endpoint(),
                message.id(),
                message.id().value(),
                message.createdAt(),
                message.payload(),
                message.headers(),
                message.payloadExpiresAt(),
                message.keepPayload(),
                NewMessage.FIRST_FENCE,
                0,
                0,
                false,
                null);
    }

    /** The number of the attempt that is made next, from 1 over the message's whole life. */
    int nextAttempt() {
        return attempts + 1;
    }

    /** The same within the present run of the schedule. */
    int nextAttemptOfRun() {
        return attempts - attemptsBefore + 1;
    }

    /** What it takes of the memory that is set aside for messages. */
    int bytes() {
        return bytes(payload == null ? 0 : payload.length);
    }

    /** The same for a payload of so many bytes: what is around it counts as well. */
    static int bytes(int payload) {
        return payload + 1024;
    }

    /** The same with its payload, which was read apart. */
    Job with(byte[] newPayload, @Nullable Map<String, String> newHeaders) {
        return new Job(
                environment,
                endpoint,
                id,
                payloadId,
                createdAt,
                newPayload,
                newHeaders,
                payloadExpiresAt,
                keepPayload,
                fence,
                attempts,
                attemptsBefore,
                retrying,
                firstAttemptAt);
    }

    DeliveryStore.Held held() {
        return new DeliveryStore.Held(environment.value(), id.value(), fence);
    }
}
