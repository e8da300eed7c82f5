package io.hookbridge.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads what is known of one message: its state, its payload, its attempts and their answers. */
public final class ReadMessages {

    private final Jdbi jdbi;
    private final MessageStore messages;
    private final AttemptStore attempts;
    private final ColdPayloads cold;
    private final InstantSource clock;

    /**
     * @param requestHeaders tells what attempts were made with
     */
    public ReadMessages(
            Jdbi jdbi, KeptHeaders.Reader requestHeaders, ColdPayloads cold, InstantSource clock) {
        this.jdbi = jdbi;
        this.messages = new MessageStore(jdbi);
        this.attempts = new AttemptStore(jdbi, requestHeaders);
        this.cold = cold;
        this.clock = clock;
    }

    public Optional<Message> find(EnvironmentId environment, Direction direction, MessageId id) {
        return messages.find(environment, direction, id);
    }

    /** The message that was signed before just as this one; empty for what was sent. */
    public Optional<MessageId> sameBytesAs(Message message) {
        return messages.sameBytesAs(message);
    }

    /** Whether the time of the payload, and of what was answered to it, is not over. */
    public boolean isKept(Message message) {
        return message.deletion() == null && message.payloadExpiresAt().isAfter(clock.instant());
    }

    /**
     * The payload exactly as it was sent or received.
     *
     * @throws ApiError {@code RETENTION_EXPIRED} or {@code PAYLOAD_UNAVAILABLE} if it is there no
     *     more
     * @throws ApiError {@code SERVICE_UNAVAILABLE} if it lies in the cold storage and cannot be had
     *     now
     */
    public byte[] payload(Message message) {
        return payload(message, message.sizeBytes());
    }

    /**
     * The beginning of the payload.
     *
     * @param most bytes, at least 1
     * @throws ApiError as of the whole payload
     */
    public byte[] payload(Message message, int most) {
        if (message.deletion() == null && !isKept(message)) {
            throw new ApiError(
                    ErrorCode.RETENTION_EXPIRED, "the time for which the payload is kept is over");
        }
        return Optional.of(message)
                .filter(this::isKept)
                .flatMap(kept -> jdbi.withHandle(handle -> PayloadStore.read(handle, kept, most)))
                .map(stored -> beginning(read(stored), most))
                .orElseThrow(() ->
                        new ApiError(
                                ErrorCode.PAYLOAD_UNAVAILABLE,
                                message.deletion() == null
                                        ? "the payload was removed after the delivery"
                                        : "the message was deleted"));
    }

    private byte[] read(StoredPayload stored) {
        try {
            return cold.read(stored);
        } catch (BucketException away) {
            throw ColdPayloads.unavailable();
        }
    }

    private static byte[] beginning(byte[] payload, int most) {
        return payload.length > most ? Arrays.copyOf(payload, most) : payload;
    }

    /**
     * Attempts in their order, those after the one with the number {@code after}.
     *
     * @param bodyUrl where the response's body of the attempt with this number is fetched, or null
     */
    public List<AttemptView> attempts(
            Message message, int after, int most, IntFunction<@Nullable String> bodyUrl) {
        return attempts.list(message, after, most, bodyUrl);
    }

    /** The kept part of what was answered to one attempt; empty if none is kept. */
    public Optional<byte[]> responseBody(Message message, int attemptNo) {
        return isKept(message) ? attempts.responseBody(message, attemptNo) : Optional.empty();
    }
}
