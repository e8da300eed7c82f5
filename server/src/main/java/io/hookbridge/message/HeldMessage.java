package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/**
 * A message in the hands of the node that its row names, where it waits for its next attempt or is
 * under way.
 *
 * @param payloadId where its payload lies
 * @param contentType of the payload
 * @param payload as it was sent; null if it is gone
 * @param headers of the send request; null if they cannot be opened
 * @param fence what the row must still say for an attempt to count
 * @param attempts made so far
 * @param attemptsBefore those of them before the last replay
 * @param retrying whether callers saw it as pending_retry before it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HeldMessage(
        EnvironmentId environment,
        TargetId target,
        MessageId id,
        UUID payloadId,
        Instant createdAt,
        String contentType,
        byte @Nullable [] payload,
        @Nullable Map<String, String> headers,
        Instant payloadExpiresAt,
        boolean keepPayload,
        int fence,
        int attempts,
        int attemptsBefore,
        boolean retrying) {

    /** What is around a payload in the memory of its holder, in bytes. */
    static final int AROUND = 1024;

    /** The same for the name and the value of a header. */
    private static final int AROUND_HEADER = 128;

    /** How much memory it takes, in bytes. */
    public int bytes() {
        return bytes(payload == null ? 0 : payload.length, headers == null ? Map.of() : headers);
    }

    /**
     * How much memory a message takes.
     *
     * @param payload its length
     * @param headers of the send request
     */
    public static int bytes(int payload, Map<String, String> headers) {
        int bytes = AROUND + payload;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += AROUND_HEADER + header.getKey().length() + header.getValue().length();
        }
        return bytes;
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

    /** The same message with its payload, which was read apart. */
    public HeldMessage with(byte[] newPayload, @Nullable Map<String, String> newHeaders) {
        return new HeldMessage(
                environment,
                target,
                id,
                payloadId,
                createdAt,
                contentType,
                newPayload,
                newHeaders,
                payloadExpiresAt,
                keepPayload,
                fence,
                attempts,
                attemptsBefore,
                retrying);
    }

    /** Its row as this holder knows it. */
    public HolderStore.Held held() {
        return new HolderStore.Held(environment.value(), id.value(), fence);
    }
}
