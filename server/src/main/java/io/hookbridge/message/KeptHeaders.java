package io.hookbridge.message;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * What is stored of the headers of a request: what does not follow from the message and the number
 * and time of the attempt.
 *
 * @param userAgent what the server called itself then
 * @param signature as whoever signed it writes it; null for none
 * @param added a JSON object of those that callers added, secrets masked; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record KeptHeaders(String userAgent, byte @Nullable [] signature, @Nullable String added) {

    /** Tells the headers of a request from what is stored of them. */
    @FunctionalInterface
    public interface Reader {

        /** Names and values in the order in which they were sent, secrets masked. */
        Map<String, String> headers(
                Message message, int attemptNo, Instant startedAt, KeptHeaders kept);
    }
}
